"""Near misses: what the passage speaks of without giving what is asked."""

import pytest

from chat_app import gaps
from chat_app.answers import Question
from chat_app.findings import Found
from chat_app.questions import read_question
from indexer.corpus import Period, Report, Scope
from indexer.lexicon import normalise
from tests.test_premises import evidence

TEXT = "青崖茶业晋升龙头企业。惠及更多农村家庭。授予上杨、石塘等“五星村”2个。村级收入50万元以上的村12个。"
REPORT = Report("r", TEXT, publisher="青川市南桥街道办事处")


def why(question, quote, scope=Scope.DONE, passage=None):
    found = Found(normalise(passage or quote), normalise(quote), Period(scope, 2022), REPORT)
    return gaps.reason(read_question(Question(question), (REPORT,)), found)


@pytest.mark.parametrize(
    ("question", "quote", "reason"),
    [
        ("收入30万元以上的村有几个?", "收入50万元以上的村12个", "报告只有50万元以上的数字，没有30万元以上的。"),
        ("收入不到50万元的村有几个?", "收入50万元以上的村12个", "报告只有50万元以上的数字，没有不到50万元的。"),
        ("上杨村的收入是多少?", "收入50万元以上的村12个", "报告提到了上杨，但没有写这一项。"),
        ("广东的产量是多少?", "粮食产量1.2万吨", "找到的内容没有单独说广东。"),
        ("杭州的产量是多少?", "粮食产量1.2万吨", "找到的内容没有单独说杭州。"),
        ("这块地卖了几个亿?", "地块挂牌出让,7项工作办结", "报告没有写金额。"),
        ("“十有村”要有哪十样东西?", "验收通过潜村、排塘等“十有村”2个", "报告只写了数目，没有逐一列出。"),
        ("到县城的车一天跑几趟?", "开通公交线路2条", "报告没有写有多少趟。"),
        ("青川市拆了多少处违建?", "拆除违建40处", "报告说的是南桥街道，没有青川市的数字。"),
        ("那六个村都叫什么?", "完成6个村的设备安装", "报告只写了数目，没有逐一列出。"),
        ("改造以后年产值有多少?", "投资800万元的工厂改造完工", "报告没有写产值。"),
        ("书屋有多少册书?", "录入36个农家书屋", "报告没有写有多少册。"),
        ("冷库是哪家公司出钱建的?", "投资2亿元的冷库落地", "报告没有写由谁来做。"),
        ("冷库什么时候投产?", "投资2亿元的冷库签约", "报告只写到签约，没有写投产。"),
        ("充电桩要装多少个?", "做好充电桩安装", "报告提到了，但没有给出数字。"),
        ("30支队伍都叫什么?", "组建30支服务队", "报告只写了数目，没有逐一列出。"),
        ("关停以后补偿了多少?", "关停企业41家", "报告没有写补偿。"),
        ("发生了多少起交通纠纷?", "签订责任书880份", "报告没有写纠纷。"),
        ("采茶节来了多少人?", "举办采茶节,签约项目4个", "报告没有写有多少人。"),
        ("住院能报几成?", "将12类大病纳入保障", "报告没有写比例。"),
        ("水厂是哪一年动工的?", "水厂建成供水,惠及群众1.3万人,2021年投用", "报告只写到建成，没有写动工。"),
        ("青崖茶业有多少员工?", "干茶产量1650吨,职工800人", "报告提到了青崖，但没有写这一项。"),
        ("书市什么时候开?", "举办书市2场", "报告没有写时间。"),
        ("3家高新技术企业分别叫什么名字?", "认定高新技术企业3家、科技型企业7家", "报告只写了数目，没有逐一列出。"),
        ("收入过百万的二十个村都有谁?", "收入100万元以上村数达20个", "报告只写了数目，没有逐一列出。"),
        ("这些充电桩一共装了几个?", "做好街巷、充电桩、路灯等实事", "报告提到了，但没有给出数字。"),
    ],
)  # fmt: skip
def test_what_is_not_given_is_refused_with_the_reason(question, quote, reason):
    assert why(question, quote) == reason


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("收入50万元以上的村有几个?", "收入50万元以上的村12个"),
        ("南桥街道拆了多少处违建?", "拆除违建40处"),
        ("是哪两个村?", "授予上杨、石塘等“五星村”2个"),
        ("改造投资了多少钱?", "投资800万元的工厂改造完工"),
        ("冷库是谁牵头的?", "专班牵头推进冷库落地"),
        ("冷库什么时候投产?", "冷库6月建成投产"),
        ("拆了多少处违建?", "拆除违建40处"),
        ("“十美村”有哪些?", "授予上杨、石塘等“十美村”2个"),
        ("立案处罚了几家?", "立案处罚3家"),
        ("来了多少游客?", "接待游客3万人次"),
        ("多少农村家庭受益?", "免费孕检使600万个家庭受益"),
        ("飞船是神舟几号?", "神舟十号遨游太空"),
        ("高铁有多长了?", "高速铁路运营里程达到1.1万公里"),
    ],
)
def test_what_is_given_is_not_refused(question, quote):
    assert why(question, quote) == ""


def test_a_target_is_no_result():
    plan = "淘汰老旧锅炉50台"
    assert why("最后实际淘汰了多少台锅炉?", plan, Scope.PLANNED) == "报告只有2022年的计划数，没有实际完成的数字。"
    assert why("打算淘汰多少台锅炉?", plan, Scope.DONE) == "报告只有2022年完成的数字，没有计划数。"


def test_the_year_that_is_there_is_named():
    query = read_question(Question("2021年拆了多少处违建?"), ())
    assert gaps.other_year(query, evidence("拆除违建40处。")) == "报告只有2022年的，没有2021年的。"


def test_another_figure_than_that_of_the_topic_is_refused():
    found = Found("固定资产投资6亿元", "固定资产投资6亿元", Period(Scope.DONE, 2022), REPORT)
    asked = read_question(Question("一共投了多少钱?", ("花川村试点了什么?",)), (REPORT,))
    assert gaps.reason(asked, found) == "报告没有写前面问到的那件事的数字。"
    assert not gaps.reason(read_question(Question("固定资产投资多少钱?", ("花川村试点了什么?",)), (REPORT,)), found)
