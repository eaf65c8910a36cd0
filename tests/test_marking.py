from dataclasses import replace

import pytest

from eval.marking import mark, stands_in
from eval.questionset import GoldNumber, GoldSpan, QuestionRecord

RECORD = QuestionRecord(
    id="q-1",
    question="整治了多少家低效企业？",
    type="number",
    split="dev",
    answerable=True,
    numbers=(GoldNumber("77", "家"),),
    evidence=(GoldSpan(0, "r", "完成低效工业企业整治77家", 0, 13),),
)
SILENT = replace(RECORD, type="unanswerable", answerable=False, numbers=(), evidence=(), unanswerable_kind="absent")
LIST = replace(RECORD, type="list", question="哪些村？", numbers=(), answers=(("大徐",), ("新阳",), ("章店", "章店村")))
REFUSED = {"outcome": "not_found", "text": "报告里没有提到77家。", "short": None, "verdict": None}


def answer(text, short=None, verdict=None):
    return {"outcome": "answered", "text": text, "short": short, "verdict": verdict}


@pytest.mark.parametrize(
    ("said", "right"),
    [
        (answer("完成低效工业企业整治77家。[1]", "77家"), True),
        (answer("完成低效工业企业整治七十七家。[1]"), True),
        (answer("完成低效工业企业整治78家。[1]", "78家"), False),
        (answer("完成低效工业企业整治77亩。[1]", "77亩"), False),
        (answer("整治77家，关停5家。[1]"), False),
        (answer("整治77家，关停5家。[1]", "77家"), True),
        (answer("整治77家，关停5家。[1]", "5家"), False),
        (answer("整治177家。[1]"), False),
        (answer("整治了一些企业。[77]"), False),
        (REFUSED, False),
    ],
)
def test_a_figure_must_be_there_and_no_other_of_its_unit(said, right):
    assert mark(RECORD, said).right is right


def test_a_figure_that_the_question_names_is_no_stranger():
    asked = replace(RECORD, question="是不是整治了100家？")
    assert mark(asked, answer("报告中是77家，不是100家。")).right


def test_the_marker_of_a_citation_is_no_figure():
    assert mark(replace(RECORD, numbers=(GoldNumber("1", "家"),)), answer("新增小巨人企业。[1]家")).right is False


@pytest.mark.parametrize(("said", "right"), [(REFUSED, True), (answer("有5家。[1]"), False)])
def test_what_the_report_does_not_say_must_be_refused(said, right):
    assert mark(SILENT, said).right is right


def test_a_list_must_be_whole_and_may_not_be_padded():
    whole = mark(LIST, answer("大徐、新阳、章店等村。[1]", "大徐、新阳、章店"))
    assert (whole.right, whole.item_precision, whole.item_recall) == (True, 1.0, 1.0)
    part = mark(LIST, answer("大徐、新阳。[1]", "大徐、新阳"))
    assert (part.right, part.item_precision, round(part.item_recall, 3)) == (False, 1.0, 0.667)
    padded = mark(LIST, answer("大徐、新阳、章店、甲、乙、丙、丁。[1]", "大徐、新阳、章店、甲、乙、丙、丁"))
    assert (padded.right, padded.item_recall) == (False, 1.0)
    assert padded.item_precision == pytest.approx(3 / 7)


def test_polarity_counts_for_yes_and_no():
    yes = replace(RECORD, type="yes_no", verdict="yes", numbers=())
    assert mark(yes, answer("步阳国际成功上市。[1]", verdict="yes")).right
    assert not mark(yes, answer("步阳国际成功上市。[1]", verdict="no")).right
    assert not mark(yes, answer("步阳国际成功上市。[1]")).right


def test_a_false_premise_needs_the_denial_and_the_figure():
    premise = replace(RECORD, type="false_premise", verdict="no")
    assert mark(premise, answer("报告中是77家，不是100家。[1]", verdict="no")).right
    assert not mark(premise, answer("不是100家。[1]", verdict="no")).right
    assert not mark(premise, answer("完成低效工业企业整治77家。[1]")).right


@pytest.mark.parametrize(
    ("part", "text", "there"),
    [
        ("1月3日", "11月3日", False),
        ("1月3日", "1月30日", False),
        ("1月3日", "于1月3日举行", True),
        ("77", "1.77亿元", False),
        ("6.87亿元", "完成 6.87 亿元", True),
        ("6.87", "16.87", False),
        ("劣Ⅴ类", "9处劣V类小微水体", True),
        ("西城出彩", "對標“西城出彩”總目標", True),
        ("冷链物流", "冷鏈物流", True),
        ("1名班子领导", "“1+4+2”(1名班子领导带队)", True),
        ("13502人", "13,502人", True),
        ("统一市场", "全国统一市场", True),
        ("", "任何", False),
    ],
)
def test_wording_is_compared_without_forms_and_never_inside_a_figure(part, text, there):
    assert stands_in(part, text) is there


def test_the_short_answer_is_marked_alone():
    assert mark(RECORD, answer("整治77家，用地444.35亩。[1]", "77家")).short is True
    assert mark(RECORD, answer("整治77家，用地444.35亩。[1]", "444.35亩")).short is False
    assert mark(RECORD, answer("整治77家。[1]")).short is False


def test_overlap_is_character_f1_with_the_gold_wording():
    named = replace(RECORD, type="entity", numbers=(), answers=(("步阳集团",),))
    assert mark(named, answer("步阳集团被评为绿色工厂。", "步阳集团")).overlap == 1.0
    assert mark(named, answer("步阳公司", "步阳公司")).overlap == pytest.approx(0.5)
    assert mark(named, REFUSED).overlap == 0.0
