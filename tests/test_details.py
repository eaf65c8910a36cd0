import pytest

from chat_app.answers import Question
from chat_app.details import CHECKS
from chat_app.findings import Found
from chat_app.questions import read_question
from indexer.corpus import Period, Report, Scope

REPORT = Report("r", "……")


def reason(question, text, short=None):
    found = Found(text, text, Period(Scope.DONE, 2022), REPORT, short)
    query = read_question(Question(question), ())
    return next((why for check in CHECKS if (why := check(query, found))), "")


@pytest.mark.parametrize(
    ("question", "text", "short", "expected"),
    [
        ("二水厂的报修电话是多少?", "第二水厂建成供水,日供水5000吨", "5000吨", "报告没有写电话。"),
        ("便民中心周六几点开门?", "便民中心推行周末轮办", None, "报告没有写办理时间。"),
        ("想进康养中心怎么申请?", "打造智慧康养中心3处", None, "报告没有写怎么申请或办理。"),
        ("石门峡的门票多少钱?", "开通公交2条,票价统一为2元", "2元", "报告没有写门票。"),
        ("新材料公司的老板是谁?", "新材料项目当年开工", None, "报告没有写老板是谁。"),
        ("博物馆打算建在什么位置?", "博物馆计划投资1800万元", None, "报告没有写具体地点。"),
        ("那家小巨人企业叫什么名字?", "新增国家专精特新小巨人企业1家", "1家", "报告没有写名称。"),
        ("低保户每月能领多少钱?", "发放低保金486万元", "486万元", "报告只有总数，没有写每人、每户或平均是多少。"),
        ("早稻播种比2021年多了多少亩?", "早稻播种18699亩", "18699亩", "报告没有写与2021年相比的数字。"),
        ("挂牌企业里市级的占几家?", "完成54家市级、街道级挂牌企业整改", "54家", "报告没有分开写。"),
        ("受处分的8个人是因为什么事?", "全年给予处分8人", None, "报告没有写原因。"),
        ("山歌传承人今年多大岁数?", "山歌入选市级非遗,传承人为李明", None, "报告没有写年龄。"),
        ("卫生院院长是哪个?", "镇卫生院新增床位40张", "40张", "报告没有写院长是谁。"),
        ("玻璃栈道有多长?", "开通玻璃栈道,新建接待中心1处", "1处", "报告没有写长度。"),
        ("四个健身广场都建在哪些村?", "建成健身广场4个,组建文艺队伍19支", "4个", "报告没有写是哪些村。"),
        ("合作社的理事长是谁?", "合作社获评国家级示范社", None, "报告没有写理事长是谁。"),
        ("给种粮的一亩补多少钱?", "安排补贴资金1335亿元", "1335亿元", "报告只有总数，没有写每人、每户或平均是多少。"),
        ("没搞试点的是哪几个村?", "12个村开展试点", "12个", "报告没有写其余的。"),
        ("收入最低的是哪个村?", "枫树湾村收入最高,达到87.6万元", None, "报告只写了最高的，没有写最低的。"),
    ],
)
def test_a_detail_that_is_not_given_is_named(question, text, short, expected):
    assert reason(question, text, short) == expected


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("求助电话是多少?", "开通24小时服务热线86001234", None),
        ("书记是谁?", "书记李明到会", None),
        ("隧道有多长?", "开工建设隧道,全长1.9公里", "1.9公里"),
        ("满意率有多高?", "满意率98%", "98%"),
        ("还没通车的是哪条路?", "三条路中,竹溪路尚未通车", "竹溪路"),
        ("养老中心建在哪里?", "在上坪村建成养老中心", "上坪村"),
        ("还要建哪些设施?", "建设污水处理站和职工公寓", None),
        ("安全隐患又打算怎么办?", "排查整治安全隐患", None),
        ("小剧场叫什么名字?", "小剧场“潮声里”演出210场", "“潮声里”"),
        ("医保每人补助多少钱?", "补助标准提高到120元", "120元"),
        ("总量比上年多了多少?", "总量比上年增长4.4%", "4.4%"),
        ("收入最高的是哪个村?", "枫树湾村收入最高", "枫树湾村"),
    ],
)
def test_a_detail_that_may_be_given_is_not_refused(question, text, short):
    assert reason(question, text, short) == ""
