import pytest

from indexer.corpus import Period, Scope
from indexer.scopes import is_shortcomings, opening_year, read_heading, spoken_year
from indexer.tenses import Calendar, sentence_periods

DONE, PLANNED = Scope.DONE, Scope.PLANNED
REVIEW, PLAN = Period(DONE, 2022), Period(PLANNED, 2023)
TERM = Period(DONE, 2021, 2017)
SHORT = Period(None, 2022)


@pytest.mark.parametrize(
    ("heading", "scope", "year", "year_from"),
    [
        ("2022年主要工作回顾", DONE, 2022, None),
        ("一、２０２２年工作总结", DONE, 2022, None),
        ("二〇二二年工作总结", DONE, 2022, None),
        ("一、二○二一年工作回顾", DONE, 2021, None),
        ("2022年工作总结（摘要）", DONE, 2022, None),
        ("关于2022年工作情况的报告", DONE, 2022, None),
        ("一、2017—2021年工作回顾", DONE, 2021, 2017),
        ("一、“十三五”时期工作回顾", DONE, 2020, 2016),
        ("（一）主要目标任务完成情况", DONE, None, None),
        ("取得的主要成绩", DONE, None, None),
        ("一、上半年工作开展情况", DONE, None, None),
        ("2023年工作计划", PLANNED, 2023, None),
        ("三、2011年的工作", PLANNED, 2011, None),
        ("三、对今年政府工作的建议", PLANNED, None, None),
        ("二、“十四五”时期主要目标任务", PLANNED, 2025, 2021),
        ("二、十四五规划目标", PLANNED, 2025, 2021),
        ("第三部分 下一步工作思路", PLANNED, None, None),
        ("三、下步打算", PLANNED, None, None),
        ("一、全面完成年度目标任务", None, None, None),
        ("二、推动乡村振兴取得新成效", None, None, None),
        ("三、把改革开放扎实推向纵深", None, None, None),
        ("政府工作报告", None, None, None),
        ("2023年政府工作报告", None, 2023, None),
        ("2022年工作总结和2023年工作计划", None, 2022, None),
    ],
)
def test_a_heading_tells_done_from_planned_and_the_years(heading, scope, year, year_from):
    mention = read_heading(heading)
    assert (mention.scope, mention.year, mention.year_from) == (scope, year, year_from)


@pytest.mark.parametrize("heading", ["三、下一步打算", "（三）2023年重点工作", "明年工作安排", "（二）工作打算"])
def test_inside_a_review_only_a_plan_in_so_many_words_is_one(heading):
    assert read_heading(heading, strictly=True).scope is PLANNED


@pytest.mark.parametrize("heading", ["（一）主要目标", "重点任务", "（二）2022年所做的主要工作", "今年以来主要工作"])
def test_inside_a_review_a_topic_is_no_plan(heading):
    assert read_heading(heading, strictly=True).scope is None


@pytest.mark.parametrize(
    ("heading", "years"),
    [
        ("过去五年工作回顾", 5),
        ("五年工作的简要回顾", 5),
        ("近三年工作总结", 3),
        ("第三年工作总结", 1),
        ("今后五年的目标", 5),
        ("回顾", 1),
    ],
)
def test_a_heading_counts_its_years(heading, years):
    assert read_heading(heading).years == years


@pytest.mark.parametrize("heading", ["上半年工作总结", "2023年前三季度工作情况", "下半年打算", "今年以来的工作"])
def test_a_part_of_a_year_leaves_the_rest_of_it_for_the_plan(heading):
    assert read_heading(heading).within_year


@pytest.mark.parametrize(
    "heading",
    ["存在问题", "三、存在的主要问题和困难", "（四）主要不足", "面临的困难和挑战", "三、存在问题及下一步打算"],
)
def test_a_heading_announces_shortcomings(heading):
    assert is_shortcomings(heading)


@pytest.mark.parametrize("heading", ["（三）着力解决突出问题", "五、坚持问题导向", "四、存在问题整改情况", "攻坚克难"])
def test_a_heading_about_solving_problems_announces_none(heading):
    assert not is_shortcomings(heading)


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("2022年是极不寻常的一年。", 2022),
        ("　　二〇二二年，全镇…", 2022),
        ("2023年以来，", 2023),
        ("到2025年，", None),
        ("投资2022年", None),
    ],
)
def test_a_part_says_its_year_where_it_opens(body, year):
    assert opening_year(body) == year


def test_a_speech_tells_its_year_by_its_day():
    assert spoken_year("政府工作报告\n——2022年1月18日在青山县第十七届人民代表大会上\n县长　李明") == 2022
    assert spoken_year("（2023年1月5日）\n镇长 张三") == 2023
    assert spoken_year("关于2022年1月开展整治的决定") is None


def periods(*sentences, inherited=PLAN, review=REVIEW, running=None):
    return sentence_periods(sentences, inherited, Calendar(review, PLAN), running)[0]


def test_a_look_back_in_a_plan_lasts_until_the_paragraph_looks_ahead():
    told = periods("过去一年，外交工作取得新成绩。", "合作稳步推进。", "新的一年，我们要扩大合作。", "办好展会。")
    assert told == [REVIEW, REVIEW, PLAN, PLAN]


def test_last_year_in_a_plan_holds_for_its_own_sentence():
    assert periods("去年物价回落到2.6%。", "稳定物价总水平。") == [REVIEW, PLAN]


@pytest.mark.parametrize("sentence", ["去年开工的新院区，今年9月底前建成。", "2022年启动的迁建工程，确保8月底前投用。"])
def test_work_begun_last_year_and_planned_for_this_one_is_planned(sentence):
    assert periods(sentence) == [PLAN]


def test_a_look_back_over_several_years_is_the_whole_review():
    assert periods("五年来，综合实力明显增强。", "2020年，脱贫攻坚收官。", review=TERM) == [TERM, Period(DONE, 2020)]


@pytest.mark.parametrize("opening", ["到2025年，", "力争到2025年，"])
def test_a_target_for_a_later_year_bears_that_year(opening):
    assert periods(f"{opening}绿化覆盖率达到42%。") == [Period(PLANNED, 2025)]


def test_a_year_before_the_plan_is_done():
    assert periods("2021年，全镇盘活厂房1.2万平方米。") == [Period(DONE, 2021)]


def test_a_year_within_a_term_narrows_it():
    assert periods("2019年，建成大桥。", "2016年以来，累计投资3亿元。", inherited=TERM) == [Period(DONE, 2019), TERM]


@pytest.mark.parametrize("opening", ["下一步，", "新的一年，", "今年，我们将", "2023年，力争"])
def test_a_target_in_a_review_is_planned(opening):
    assert periods(f"{opening}新建停车位300个。", inherited=REVIEW) == [PLAN]


@pytest.mark.parametrize(
    "opening",
    [
        "同时，我们也清醒地看到，发展中还存在不少困难和问题。",
        "在充分肯定成绩的同时，我们也认识到工作中存在一些不足：",
        "仍面临着土地要素制约等诸多困难。",
    ],
)
def test_shortcomings_in_a_review_are_neither_done_nor_planned(opening):
    assert periods("完成整治77家。", opening, "产业层次不高。", inherited=REVIEW) == [REVIEW, SHORT, SHORT]


def test_where_no_heading_tells_a_turn_lasts_into_the_next_paragraph():
    untold = Period()
    told, running = sentence_periods(["今年以来，流转土地860亩。"], untold, Calendar(Period(None, 2022)))
    assert told == [Period(DONE, 2022)]
    assert sentence_periods(["安装路灯120盏。"], untold, Calendar(), running)[0] == [Period(DONE, 2022)]
