"""What a question says, held against invented clauses."""

import pytest

from chat_app.answers import Question
from chat_app.asserted_names import names_of, other_name, other_polarity, unknown_name
from chat_app.assertions import Reading, asked_anew, held_figures, without_figures
from chat_app.claims import asks_whether, asserted_figures
from chat_app.extractor import Extract
from chat_app.findings import part_of
from chat_app.questions import read_question
from indexer.corpus import Scope
from tests.test_premises import evidence

LISTS = "成功创建上杨、石塘、竹溪等“五星村”3个。河口村改造厕所12座,岭下村修路3公里。"


def part(text, scope=Scope.DONE):
    item = evidence(text, scope=scope)[0]
    return part_of(Extract(item, item.start, item.end, 1.0, 1.0, 1.0, frozenset(), None))


def query(question):
    return read_question(Question(question), ())


def correction(question, text, short):
    held = held_figures(query(question), part(text), lambda asked: Reading(short, part(text), 0.9, sure=True))
    return held.premise.correction if held.premise else None


def test_the_figure_is_asked_for_anew():
    asked = query("听说修路投了3块钱一米,真有这么多?")
    again = asked_anew(asked, asserted_figures(asked.text)[0])
    assert (again.unit, "多少元" in again.text, "3" in again.text) == ("元", True, False)


def test_a_figure_that_is_asserted_is_no_word_to_search_by():
    searched = without_figures(query("财政收入去年有两个亿没?"))
    assert "两" not in searched.content
    assert not any("亿" in token for token in searched.tokens)
    assert without_figures(query("财政收入去年有多少?")) == query("财政收入去年有多少?")


def test_a_figure_of_something_else_beside_it_leaves_no_doubt():
    text = "生产总值增长6.9%,居民收入增长7.3%。"
    assert correction("生产总值增长上7%了吗?", text, "6.9%") == "报告中是6.9%，不是7%。"


@pytest.mark.parametrize(
    ("question", "text", "short", "expected"),
    [
        ("听说冷库投了67个亿,真有这么多?", "投资6.7亿元的冷库落地。", "6.7亿元", "报告中是6.7亿元，不是67个亿。"),
        ("为什么五星村只有13个?", "创建五星村20个。", "20个", "报告中是20个，不是13个。"),
        ("森林覆盖率到四分之一没有?", "森林覆盖率21.6%。", "21.6%", "报告中是21.6%，不是四分之一。"),
        ("工程干过半了没?", "完成工程量的四成。", "四成", "报告中是四成，不是过半。"),
        ("改造的钱有没有到一个亿?", "投资7661万元的改造完工。", "7661万元", "报告中是7661万元，不是一个亿。"),
        ("改造只投了一千来万就停了,剩下的钱去哪了?", "投资7661万元。", "7661万元", "报告中是7661万元，不是一千来万。"),
        ("工程干过半了没?", "完成工程量的七成。", "七成", None),
        ("财政收入涨了一成多,对吗?", "财政收入增长11.3%。", "11.3%", None),
        ("责任书满一千份了吗?", "签订责任书880余份。", "880余份", "报告中是880余份，不是一千份。"),
        ("人均面积到没到5000平方米?", "人均面积4164㎡。", "4164㎡", "报告中是4164㎡，不是5000平方米。"),
        ("五星村有20个,对吗?", "创建五星村20个。", "20个", None),
        ("五星村有没有十五个?", "创建五星村20个。", "20个", None),
        ("收入上100万的村有几个?", "收入50万元以上的村33个。", "33个", None),
        ("演出 2022 场次", "演出80余场次。", "80余场次", None),
    ],
)
def test_a_figure_is_compared_with_the_one_that_answers(question, text, short, expected):
    assert correction(question, text, short) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("河口村创成“五星村”了吗?", "成功创建上杨、石塘、竹溪等“五星村”3个。", "河口"),
        ("油菜花是从浙师大引来的吗?", "引进浙大“七彩油菜花”。", "浙师大"),
        ("“三战”是抱团作战、网格出战和消防大战吧?", "“抱团作战”“网格出战”“服务迎战” “三战”模式。", "消防大战"),
        ("河口去年也创成“五星村”了,有奖金拿吗?", "成功创建上杨、石塘、竹溪等“五星村”3个。", "河口"),
        ("借书点是上杨跟邮局合伙弄的,周末开不开?", "上杨试点“农家书屋+新华书店”模式。", "邮局"),
        ("冷链项目是财政所牵头的,对不?", "项目工作专班牵头,重点推进冷链项目落地。", "财政所"),
        ("基金归县财政局管,我们去哪里申请?", "设立500万元基金,由镇经济发展办公室牵头管理。", "县财政局"),
        ("三员就是网格员、护林员和辅警,谁管他们?", "组织网格员、护林员、调解员联合巡查。", "辅警"),
        ("上杨创成“五星村”了吗?", "成功创建上杨、石塘、竹溪等“五星村”3个。", None),
        ("河口村收入是多少?", "成功创建上杨、石塘、竹溪等“五星村”3个。", None),
        ("周末想拍花海打卡,推荐的是哪儿?", "引进浙大“七彩油菜花”,梯田成为观光打卡点。", None),
    ],
)
def test_another_name_is_found_where_it_is_said(question, text, expected):
    found = other_name(query(question), part(text), names_of(LISTS))
    assert (found.contrast.asked if found else None) == expected


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("“三战”里有没有一条叫“村村会战”的?", "村村会战"),
        ("社区品牌拿“红色物业”当抓手,物业费会不会涨?", "红色物业"),
        ("社区品牌拿“现代社区”当抓手,对吗?", None),
        ("社区品牌是“创建现代”的吧?", None),
        ("“红色物业”投了多少钱?", None),
        ("门前那条路叫“幸福路”,谁取的?", None),
    ],
)
def test_a_quoted_term_that_the_report_does_not_have_is_told(question, term):
    text = "以现代社区创建为抓手,开展社区特色服务品牌建设,“三战”模式治顽疾。"
    found = unknown_name(query(question), part(text), frozenset(), text)
    assert (found.contrast.asked if found else None) == term
    assert not found or found.correction == f"报告在这里没有说到“{term}”。"


def test_who_asks_is_no_name_of_the_matter():
    asked = query("老年大学要聊聊新华书店的模式,有哪些亮点?")
    assert other_name(asked, part("试点“农家书屋+新华书店”模式。"), frozenset()) is None


def test_the_reports_own_name_and_common_words_are_no_names():
    text = "14个行政村收入超过10万元,南桥镇、河口村、开展村在列。"
    assert names_of(text, "南桥镇人民政府工作报告") == {"河口"}


@pytest.mark.parametrize(
    ("question", "text", "asked"),
    [
        ("第四届采茶节上签了几个项目?", "成功举办第五届采茶节,签约项目4个。", "第四届"),
        ("灵山去年评上了4A景区,客流多了多少?", "灵山创成国家3A级旅游景区。", "4a"),
        ("未来社区讲的是七大场景,对吗?", "聚焦未来社区九大场景。", "七大场景"),
        ("茶厂的改造一直没入库,是不是啊", "茶厂改造项目完成入库。", "没入库"),
        ("采茶节办了吗?", "成功举办第五届采茶节。", None),
    ],
)
def test_another_rank_or_outcome_is_found(question, text, asked):
    found = other_polarity(query(question), part(text))
    assert (found.contrast.asked if found else None) == asked


@pytest.mark.parametrize(
    "text",
    [
        "投了67亿,真有这么多?",
        "是这三样,没错吧?",
        "路灯装了没得?",
        "那里好玩不",
        "到没到一千份?",
        "报了人才,是吹牛还是真有其事?",
    ],
)
def test_everyday_ways_of_asking_whether(text):
    assert asks_whether(text)
