"""Premises against evidence: invented clauses, no index."""

from decimal import Decimal

import pytest

from chat_app import contrasts
from chat_app.answers import Evidence, Question
from chat_app.claims import agrees, asks_whether, asserted_figures
from chat_app.findings import read_parts
from chat_app.premises import false_premise
from chat_app.quantities import find_quantities
from chat_app.questions import read_question
from indexer.corpus import Period, Scope

DONE = "柳溪镇建成文明村落12个,新修机耕路36公里。拆除危房210余间,发放补贴4800多万元。"
LISTS = "授予上杨、石塘、竹溪等“五星村”3个,授予河口、岭下等“四星村”2个。"
WORK = "投资900万元的竹编园改造项目完成备案,投资700万元的茶厂技改项目申报备案。"
MOVES = "全镇财政收入同比增长8.1%,信访总量下降12%。"


def evidence(*texts, scope=Scope.DONE, year=2022):
    """Return a passage a text, one after the other, as a search would."""
    found, start = [], 0
    for i, text in enumerate(texts):
        found.append(Evidence(i, 1.0, "r", (), start, start + len(text), text, Period(scope, year)))
        start += len(text) + 1
    return found


def corrected(question, *texts):
    query = read_question(Question(question), ())
    premise = false_premise(query, read_parts(evidence(*texts)), lambda _: 1.0)
    return premise.correction if premise else None


def test_a_figure_of_another_point_of_the_passage_is_not_meant():
    passage = "一是链条不长;二是镇里财政收入不多;三是镇级债务尚有3260万元。"
    assert corrected("镇里财政收入有两个亿没?", passage) is None
    assert corrected("镇级债务有两个亿没?", passage) == "报告中是3260万元，不是两个亿。"


def test_the_topic_before_the_figure_tells_which_is_meant():
    text = "投资900万元的冷库落地,投资700万元的茶厂改造完工。"
    assert corrected("茶厂改造完工,投了有一个亿吧?", text) == "报告中是700万元，不是一个亿。"


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("演出有上百场吗", 100, "ge"),
        ("投了三千多万", 30_000_000, "gt"),
        ("报了二十个人", 20, "eq"),
        ("产值有一百亿了吧", 10_000_000_000, "eq"),
        ("增长了两成", 2, "eq"),
        ("投了7个多亿", 700_000_000, "gt"),
        ("财政收入到3%了没有", 3, "ge"),
        ("书屋还不到40个吧", 40, "lt"),
        ("书屋够不够40个", 40, "ge"),
    ],
)
def test_figures_are_read_as_people_say_them(text, value, comparator):
    (claim,) = asserted_figures(text)
    assert (claim.quantity.value, claim.quantity.comparator) == (Decimal(value), comparator)


@pytest.mark.parametrize("text", ["“三个1亿人”是什么", "是哪五个", "2022年做了什么", "一口气说完", "第三批"])
def test_names_years_and_questions_assert_no_figure(text):
    assert asserted_figures(text) == ()


@pytest.mark.parametrize(
    ("claimed", "reported", "same"),
    [
        ("100场以上", "80余场", False),
        ("100场以上", "120场", True),
        ("80场", "80余场", True),
        ("300多户", "345户", True),
        ("416平方米", "4164m2", False),
        ("4164平方米", "4164m2", True),
        ("300多户", "415户", False),
        ("两成", "20%", True),
        ("超过60亿元", "68.48亿元", True),
        ("4万条左右", "约4万条", True),
        ("500处", "400余处", False),
        ("不足80场", "80余场", False),
        ("不足100场", "80余场", True),
    ],
)
def test_figures_are_compared_by_value(claimed, reported, same):
    mine, theirs = find_quantities(claimed)[0], find_quantities(reported)[0]
    assert agrees(mine, theirs) is same


@pytest.mark.parametrize(
    ("question", "correction"),
    [
        ("建成文明村落20个,都在哪里?", "报告中是12个，不是20个。"),
        ("发放补贴五千多万元,钱从哪来的?", "报告中是4800多万元，不是五千多万元。"),
        ("拆除危房有三百间吗?", "报告中是210余间，不是三百间。"),
        ("新修机耕路100公里是怎么完成的?", "报告中是36公里，不是100公里。"),
    ],
)
def test_a_figure_that_the_report_has_otherwise_is_put_right(question, correction):
    assert corrected(question, DONE) == correction


@pytest.mark.parametrize(
    "question",
    [
        "建成文明村落12个,都在哪里?",
        "拆除危房二百多间,对吧?",
        "新修机耕路有没有超过30公里?",
        "今年种了5000亩水稻,对吗?",
        "建成文明村落多少个?",
        "文明村落有哪12个?",
    ],
)
def test_a_premise_that_holds_or_is_not_spoken_of_is_left_alone(question):
    assert corrected(question, DONE) is None


VISITS = "处置信访件147件,其中关停企业27家,立案处罚3家,限期整改68家。"


def test_a_figure_with_no_noun_behind_it_is_the_one_meant_where_its_verb_is_said():
    assert corrected("立案处罚的3家企业一共罚了多少钱?", VISITS) is None
    assert corrected("关停企业3家,是吗?", VISITS) == "报告中是27家，不是3家。"


def test_a_name_of_another_list_is_put_right():
    assert corrected("河口是“五星村”吗?", LISTS) == "报告中河口是“四星村”，不是“五星村”。"
    assert corrected("竹溪也评上了五星村吧?", LISTS) is None


def test_another_stage_of_the_same_thing_is_put_right():
    assert corrected("茶厂技改项目已经完成备案了吧?", WORK) == "报告中是“申报备案”，不是“完成备案”。"
    assert corrected("竹编园改造项目已经完成备案了吧?", WORK) is None


def test_a_fall_is_not_taken_for_a_rise():
    assert corrected("信访总量为什么上升?", MOVES) == "报告中是“下降”，不是“上升”。"
    assert corrected("财政收入是不是下降了?", MOVES) == "报告中是“增长”，不是“下降”。"
    assert corrected("信访总量为什么下降?", MOVES) is None


def test_another_reach_and_another_lead_are_put_right():
    library = "镇图书馆实现了全县范围内图书通借通还。"
    assert corrected("镇图书馆实现全国图书通借通还了吧?", library) == "报告中是“全县范围内”，不是“全国”。"
    assert (
        corrected("治理是不是部门牵引?", "建立以网格为牵引的基层治理。")
        == "报告中是“以网格为牵引”，不是“以部门为牵引”。"
    )


def test_what_was_done_with_the_things_counted_is_put_right():
    assert corrected("54家企业被关停了,对吧?", "完成54家企业整改。") == "报告中是“整改”，不是“关停”。"


def test_what_a_question_wants_is_told_from_how_it_asks():
    assert asks_whether("路修好了没有?")
    assert asks_whether("建了20座桥,对吧?")
    assert not asks_whether("修了几条路?")
    assert contrasts.falls_short("桥建成了吗", "大桥开工") == contrasts.Contrast("建成", "开工")
    assert contrasts.falls_short("桥开工了吗", "大桥建成通车") is None


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("景区游客少了两成,是疫情闹的?", "全年接待游客46.3万人次,增长两成。", "报告中是增长两成，不是少了两成。"),
        ("会议要多开五分之一?", "全镇性会议较上年减少五分之一。", "报告中是减少五分之一，不是多开五分之一。"),
        ("信访少了两成,为啥?", "全年接待游客46.3万人次,增长两成。", None),
        ("景区游客多了两成?", "全年接待游客46.3万人次,增长两成。", None),
        ("竹溪村一年进账87.6亿,真有钱", "竹溪村集体收入最高,达到87.6万元。", "报告中是87.6万元，不是87.6亿。"),
        ("全镇才产1650斤干茶?", "干茶产量1650吨。", "报告中是1650吨，不是1650斤。"),
        ("那1000亿奖补是省里出的吧?", "中央财政安排1000亿元专项奖补资金。", "报告中是“中央财政”，不是“省里出”。"),
        ("那1000亿奖补是国家出的吧?", "中央财政安排1000亿元专项奖补资金。", None),
    ],
)
def test_the_same_figure_otherwise_is_put_right(question, text, expected):
    assert corrected(question, text) == expected
