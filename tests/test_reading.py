"""Reading: from evidence to clauses and the short answer, on invented reports of other towns."""

from __future__ import annotations

import pytest

from chat_app.answers import Question
from chat_app.assistant import Assistant
from chat_app.lists import find_enumerations, items_asked
from chat_app.names import name_asked
from chat_app.parts import parts_of
from chat_app.questions import read_question
from chat_app.short_answers import time_asked
from chat_app.spans import figure_asked
from tests.towns import assistant_of

REPORT = """2021年工作回顾
2021年,南溪镇实现地区生产总值36.2亿元,同比增长8.4%;一般公共预算收入2.15亿元,同比下降3.1%。
一、产业发展稳中有进
狠抓项目建设。宏远集团牵头的光伏产业园于6月18日开工,总投资12.5亿元。德力精工成功上市,永盛纺织被评为省级绿色工厂。
新增规上企业9家,其中智能制造企业4家。
狠抓文旅融合。建成古窑址公园、竹海栈道、渔火码头等景点6个,接待游客83.4万人次。试点“民宿+茶园”模式,打造“山里人家”品牌。
二、民生事业持续改善
养老服务更贴心。新建居家养老服务中心3处,惠及老人2100余人。创成上湾、下湾、石桥等“清廉村”4个,通过验收柳塘、荷塘等“书香村”2个。
稻谷、小麦收购价每吨分别提高60元和45元。
2022年工作计划
一、坚持项目为王
推进工业园扩建。完成南溪大道、滨河路、学府街等道路改造,新增停车位500个。建设居家养老服务中心2处。
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Assistant:
    return assistant_of(tmp_path_factory.mktemp("town"), REPORT)


def read(town, question, *history):
    query = read_question(Question(question, history), town.reports)
    found = town.retriever.find_evidence(query, 10)
    return town.extractor.extract(query, found)


def quoted(town, extracts):
    text = town.reports[0].text
    return [text[e.start : e.end] for e in extracts]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("地区生产总值增长了多少", "8.4%"),
        ("一般公共预算收入是多少钱", "2.15亿元"),
        ("光伏产业园是哪家企业牵头的", "宏远集团"),
        ("哪家公司上市了", "德力精工"),
        ("哪家企业被评为省级绿色工厂", "永盛纺织"),
        ("试点了什么模式", "“民宿+茶园”模式"),
        ("光伏产业园什么时候开工的", "6月18日"),
        ("“清廉村”有哪些", "上湾、下湾、石桥"),
        ("哪两个村是“书香村”", "柳塘、荷塘"),
        ("改造哪些道路", "南溪大道、滨河路、学府街"),
        ("小麦收购价每吨提高多少钱", "45元"),
        ("稻谷收购价每吨提高多少钱", "60元"),
    ],
)
def test_the_short_answer_is_what_is_asked_for(town, question, short):
    assert read(town, question)[0].short == short


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("地区生产总值增长了多少", "实现地区生产总值36.2亿元,同比增长8.4%"),
        ("多少老人受益", "新建居家养老服务中心3处,惠及老人2100余人"),
    ],
)
def test_a_clause_is_quoted_with_its_subject(town, question, clause):
    assert clause in quoted(town, read(town, question))[0]


def test_each_part_of_a_question_has_its_sentence(town):
    extracts = read(town, "“清廉村”有几个,接待游客多少人次?")
    assert [e.short for e in extracts] == ["4个", "83.4万人次"]


def test_things_named_side_by_side_are_parts(town):
    extracts = read(town, "清廉村和书香村各几个")
    assert "、".join(e.short for e in extracts if e.short) == "4个、2个"


def test_years_are_told_apart_by_the_headings_that_say_them(town):
    extracts = read(town, "居家养老服务中心2021年建了多少处,2022年要建多少处?")
    assert [(e.label, e.short) for e in extracts] == [("2021年已完成：", "3处"), ("2022年计划：", "2处")]
    text = town.reports[0].text
    assert [text[slice(*e.heading)] for e in extracts if e.heading] == ["2021年工作回顾", "2022年工作计划"]


def test_the_year_is_read_from_the_heading(town):
    assert read(town, "永盛纺织评上绿色工厂是哪一年")[0].short == "2021年"


def test_an_overview_holds_the_figures_of_its_section_in_order(town):
    said = quoted(town, read(town, "文旅融合有哪些成绩"))
    assert "景点6个" in said[0]
    assert len(said) > 1
    assert sum(map(len, said)) <= 250


@pytest.mark.parametrize(
    ("text", "items", "count"),
    [
        ("成功创建大徐、横山南、新阳等“十无村”5个", ("大徐", "横山南", "新阳"), 5),
        ("胜利街区块、四方区块排摸工作已全面启动", ("胜利街区块", "四方区块排摸工作"), None),
        ("关联事项“打包办”、高频事项“提速办”", ("关联事项“打包办”", "高频事项“提速办”"), None),
        ("将试点范围扩大到建筑业、房地产业、金融业和生活服务业", ("建筑业", "房地产业", "金融业", "生活服务业"), None),
        ("“抱团作战”“网格出战”“服务迎战”三种模式", ("“抱团作战”", "“网格出战”", "“服务迎战”"), 3),
    ],
)
def test_an_enumeration_has_its_items_and_its_number(text, items, count):
    found = find_enumerations(text)[0]
    assert (found.items, found.count) == (items, count)


@pytest.mark.parametrize("text", ["拆除违章400余处、广告牌897块", "四、坚持制与治相融", "完成整治77家"])
def test_counted_things_and_headings_are_no_enumeration(text):
    assert find_enumerations(text) == ()


def test_an_item_that_the_question_names_is_not_listed():
    assert items_asked("“三战”是哪三战", "“抱团作战”“网格出战”“三战”") == ("“抱团作战”", "“网格出战”")


@pytest.mark.parametrize(
    ("question", "quote", "items"),
    [
        ("新鲜玩法有哪几样", "引入创意元素、植入潮流文化", ()),
        ("哪几座桥是新的", "新建落凤桥、上坪桥和枫树桥", ("落凤桥", "上坪桥", "枫树桥")),
        ("“三变”是哪三变", "推动茶园变公园、茶厂变工坊、茶品变礼品", ("茶园变公园", "茶厂变工坊", "茶品变礼品")),
        ("两街一路指哪些", "改造“两街一路”,即老街、河街和迎宾路", ("老街", "河街", "迎宾路")),
    ],
)
def test_a_list_of_something_else_is_not_what_is_asked_for(question, quote, items):
    assert items_asked(question, quote) == items


@pytest.mark.parametrize(
    ("question", "quote", "name"),
    [
        ("生产线是完成入库还是申报入库", "生产线技改项目申报入库", "申报入库"),
        ("拿什么当抓手", "以现代社区创建为抓手", "现代社区创建"),
        ("种的是哪所大学的油菜花", "引进浙大“七彩油菜花”", "浙大"),
        ("要坚决防范什么", "坚决防范较大事故", "较大事故"),
        ("谁获得了诺贝尔奖", "屠呦呦获得诺贝尔生理学或医学奖", "屠呦呦"),
        ("对接的是哪艘飞船", "天宫一号目标飞行器与神舟八号飞船先后成功发射", "神舟八号飞船"),
        ("在哪里打卡", "关停企业27家", None),
    ],
)
def test_a_name_is_found_by_what_stands_around_it(question, quote, name):
    assert name_asked(question, quote) == name


def test_a_kind_of_thing_is_no_name():
    assert name_asked("数字化改造是哪家企业", "认定省级科技型企业7家") is None


def test_a_list_that_is_not_whole_says_so(town):
    (extract, *_) = read(town, "建成了哪些景点")
    assert extract.short == "古窑址公园、竹海栈道、渔火码头"
    assert extract.note == "报告里说共6个，点名的是其中3个。"


def test_a_figure_behind_the_one_named_is_meant(town):
    query = read_question(Question("村里一百万以上的有几个"), town.reports)
    assert figure_asked(query, "收入50万元以上村数达33个,100万元以上村数达20个", {}) == "20个"


@pytest.mark.parametrize(
    ("question", "quote", "figure"),
    [
        ("增长目标是多少", "国内生产总值增长6.5%－7%", "6.5%－7%"),
        ("贫困发生率降到多少", "贫困发生率由10.2%下降到3.1%", "3.1%"),
        ("人口十年里少了多少", "常住人口31260人，比十年前减少4100余人", "4100余人"),
        ("收入增加了多少元", "人均收入21380元，增加1960元", "1960元"),
        ("能耗降多少", "用水量、能耗、二氧化碳排放量分别下降23%、15%、18%", "15%"),
    ],
)
def test_a_range_a_change_and_a_row_of_figures_are_understood(town, question, quote, figure):
    query = read_question(Question(question), town.reports)
    assert figure_asked(query, quote, dict.fromkeys(query.tokens, 1.0)) == figure


def test_a_question_for_what_was_done_has_no_short_answer(town):
    assert read(town, "居家养老做了什么")[0].short is None


@pytest.mark.parametrize(
    ("question", "quote", "time"),
    [
        ("什么时候开工", "项目于3月底开工", "3月底"),
        ("用了多久", "9天完成42宗签约", "9天"),
        ("何时建成", "项目已建成", None),
    ],
)
def test_a_time_is_a_date_or_how_long_it_took(question, quote, time):
    assert time_asked(question, quote) == time


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("整治了多少家企业", 0),
        ("清廉村和书香村各几个", 2),
        ("2021年和2022年分别建了几处", 2),
        ("拆了多少处,清了多少条?", 2),
        ("违建拆了没?往后还有什么打算?", 2),
        ("违建去年拆得多,今年要拆的多吗?", 2),
        ("违建拆了多少处,是哪几个村?另外清了多少条河道?", 3),
    ],
)
def test_a_question_has_as_many_parts_as_it_asks_for(town, question, number):
    assert len(parts_of(read_question(Question(question), town.reports))) == number


def test_of_the_evidence_what_says_most_of_a_part_is_read(town):
    query = town.read(Question("关停了多少家企业?"))
    evidence = town.retriever.find_evidence(query)
    likely = town.extractor._reader.likely(query, evidence[::-1], 1)
    assert len(evidence) > 1
    assert [item.passage for item in likely] == [evidence[0].passage]


def test_what_is_quoted_leads_the_evidence(town):
    query = town.read(Question("古窑址公园这样的景点建了几个?"))
    evidence = town.retriever.find_evidence(query)
    extracts = town.extractor.extract(query, evidence)
    answer = town._composer.answered(query, extracts, evidence[::-1], 0.9, None)
    assert answer.evidence[0].passage == evidence[0].passage != evidence[-1].passage
    assert sorted(answer.evidence, key=lambda item: item.passage) == sorted(evidence, key=lambda item: item.passage)
