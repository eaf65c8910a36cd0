from decimal import Decimal
from pathlib import Path

import pytest

from eval.numerals import agree, read_figures, read_gold
from eval.questionset import load_questions

QUESTIONS = Path(__file__).parents[1] / "eval" / "questions"


@pytest.mark.parametrize(
    ("text", "value", "unit", "cmp"),
    [
        ("68.48亿元", "6848000000", "元", "eq"),
        ("投资7661万元", "76610000", "元", "eq"),
        ("投资6.7亿的项目", "670000000", "元", "eq"),
        ("投资300多万改造", "3000000", "元", "gt"),
        ("一点二亿元", "120000000", "元", "eq"),
        ("百分之十七点七", "17.7", "%", "eq"),
        ("同比增长0.28 %", "0.28", "%", "eq"),
        ("下降17.7％", "17.7", "%", "eq"),
        ("占三成", "30", "%", "eq"),
        ("提高3个百分点", "3", "个百分点", "eq"),
        ("提高3个百分点", "3", "百分点", "eq"),
        ("400余处", "400", "处", "gt"),
        ("超过400处", "400", "处", "gt"),
        ("近1.4万人次", "14000", "人次", "lt"),
        ("50万元以上", "500000", "元", "ge"),
        ("不少于20个", "20", "个", "ge"),
        ("至少降低30%", "30", "%", "ge"),
        ("100人以内", "100", "人", "le"),
        ("签约1.12万人", "11200", "人", "eq"),
        ("约4万条", "40000", "条", "approx"),
        ("13,502人", "13502", "人", "eq"),
        ("一百二十家", "120", "家", "eq"),
        ("两个", "2", "个", "eq"),
        ("4164㎡", "4164", "平方米", "eq"),
        ("3千多户", "3000", "户", "gt"),
        ("２０家", "20", "家", "eq"),
        ("二〇二二年", "2022", "年", "eq"),
        ("11月3日", "11", "月", "eq"),
    ],
)
def test_a_figure_is_read_with_its_unit_and_how_exact_it_is(text, value, unit, cmp):
    _, base = read_gold("1", unit, "eq")
    found = [figure for figure in read_figures(text) if figure.counts(base)]
    assert [(figure.value, figure.cmp) for figure in found] == [(Decimal(value), cmp)]


@pytest.mark.parametrize(
    "text", ["统一市场", "第一家", "同一个", "百姓", "千方百计", "十几个", "数十家", "G-05地块", "万一下雨", "专业"]
)
def test_a_word_with_a_numeral_in_it_is_no_figure(text):
    assert read_figures(text) == []


def test_percent_and_percentage_points_are_two_units():
    (figure,) = read_figures("提高3个百分点")
    assert not figure.counts("%")
    assert not figure.counts("个")


def test_square_metres_are_not_metres_and_persons_are_not_times():
    (area,) = read_figures("4164㎡")
    assert not area.counts("米")
    (visits,) = read_figures("560余人次")
    assert visits.counts("人次")


@pytest.mark.parametrize(
    ("said", "gold", "same"),
    [
        ("77家", ("77", "家", "eq"), True),
        ("78家", ("77", "家", "eq"), False),
        ("约77家", ("77", "家", "eq"), False),
        ("400余处", ("400", "处", "gt"), True),
        ("400处", ("400", "处", "gt"), False),
        ("近三成", ("30", "%", "lt"), True),
        ("0.37亿元", ("3700", "万元", "eq"), True),
        ("37亿元", ("3700", "万元", "eq"), False),
        ("3.7亿元", ("3.7", "亿元", "approx"), True),
        ("8.7倍", ("8.75", "倍", "approx"), True),
        ("9倍", ("8.75", "倍", "approx"), False),
        ("7名干部", ("7", "人", "eq"), True),
        ("7人次", ("7", "人", "eq"), False),
        ("35大户", ("35", "户", "eq"), True),
    ],
)
def test_figures_agree_by_value_and_by_how_exact_they_are(said, gold, same):
    wanted, unit = read_gold(*gold)
    (figure,) = read_figures(said)
    assert (figure.counts(unit) and agree(figure, wanted)) is same


def test_the_unit_of_a_gold_figure_is_the_one_read_behind_its_scale():
    wanted, unit = read_gold("9.37", "亿平方米", "eq")
    (figure,) = read_figures("商品房销售9.37亿平方米")
    assert figure.counts(unit)
    assert agree(figure, wanted)


def test_a_gold_that_is_no_figure_is_told():
    with pytest.raises(ValueError, match="not one figure"):
        read_gold("许多", "家", "eq")


@pytest.mark.parametrize("name", ["xicheng", "national"])
def test_every_gold_figure_of_the_shipped_sets_is_read_from_its_own_evidence(name):
    unread = []
    for record in load_questions(QUESTIONS / f"{name}.jsonl"):
        said = read_figures("。".join(span.quote for span in record.evidence))
        for number in record.numbers:
            wanted, unit = read_gold(number.value, number.unit, number.cmp)
            if number.value not in record.derived and not any(agree(f, wanted) and f.counts(unit) for f in said):
                unread.append((record.id, number))
    assert unread == []
