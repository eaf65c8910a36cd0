from decimal import Decimal

import pytest

from chat_app.quantities import figures, find_quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规模以上工业产值68.48亿元", [("68.48亿元", "6848000000", "元", "eq")]),
        ("同比增长77.53 %", [("77.53 %", "77.53", "%", "eq")]),
        ("家庭医生签约1.12万人", [("1.12万人", "11200", "人", "eq")]),
        ("投资7661万元", [("7661万元", "76610000", "元", "eq")]),
        ("投资300多万改造", [("300多万", "3000000", "", "gt")]),
        ("拆除违章搭建400余处", [("400余处", "400", "处", "gt")]),
        ("约4万条", [("约4万条", "40000", "条", "approx")]),
        ("服务群众1.4万人次", [("1.4万人次", "14000", "人次", "eq")]),
        ("50万元以上村数达33个", [("50万元以上", "500000", "元", "ge"), ("33个", "33", "个", "eq")]),
        ("下降百分之十七点七", [("百分之十七点七", "17.7", "%", "eq")]),
        ("管护资金项目两个", [("两个", "2", "个", "eq")]),
        ("一百二十家企业", [("一百二十家", "120", "家", "eq")]),
        ("小麦每斤提高3分钱", [("3分钱", "3", "分钱", "eq")]),
        ("一百万以上的村", [("一百万以上", "1000000", "", "ge")]),
        ("1,234.5万元", [("1,234.5万元", "12345000", "元", "eq")]),
    ],
)
def test_a_quantity_has_its_value_unit_and_comparator(text, expected):
    found = [(q.text, q.value, q.unit, q.comparator) for q in find_quantities(text)]
    assert found == [(shown, Decimal(value), unit, sign) for shown, value, unit, sign in expected]


@pytest.mark.parametrize(
    "text", ["2022年", "1月3日", "G-05地块", "三资中心", "十无村", "第三个", "统一市场", "一期和二期", "一批项目"]
)
def test_years_dates_codes_and_words_are_no_quantities(text):
    assert list(find_quantities(text)) == []


def test_a_quantity_stands_where_it_says():
    text = "清除乱披挂横幅1420条，规范出店经营4500余起"
    assert [text[q.start : q.end] for q in find_quantities(text)] == ["1420条", "4500余起"]


def test_figures_are_compared_without_thousands_separators():
    assert figures("13,502人和0.28%") == ["13502", "0.28"]
