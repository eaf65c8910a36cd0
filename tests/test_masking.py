"""What could identify a person is hidden; what a report says stays."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chat_app.masking import mask
from indexer.readers import read_report

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的身份证330784198507211234能办吗", "我的身份证〔身份证号〕能办吗"),
        ("身份证号33078419850721123X。", "身份证号〔身份证号〕。"),
        ("身份证号３３０７８４１９８５０７２１１２３ｘ，", "身份证号〔身份证号〕，"),
        ("330784 19850721 1234", "〔身份证号〕"),
        ("330784-1985-0721-1234", "〔身份证号〕"),
        ("老证330784850721123还能用吗", "老证〔身份证号〕还能用吗"),
        ("打13857991234找我", "打〔手机号〕找我"),
        ("手机138 5799 1234、+86-13857991234、０１３", "手机〔手机号〕、〔手机号〕、０１３"),
        ("１３８－５７９９－１２３４", "〔手机号〕"),
        ("1 3 8 5 7 9 9 1 2 3 4", "〔手机号〕"),
        ("138\u200b57991234", "〔手机号〕"),
        ("电话一三八五七九九一二三四", "电话〔手机号〕"),
        ("座机0579-87123456转801", "座机〔电话号码〕"),
        ("(0579)87123456", "〔电话号码〕"),
        ("（0579）8712 3456，", "〔电话号码〕，"),
        ("010 62345678", "〔电话号码〕"),
        ("+86 579 87123456", "〔电话号码〕"),
        ("家里电话是8712 3456", "家里电话是〔电话号码〕"),
        ("请回87123456张先生", "请回〔电话号码〕张先生"),
        ("我短号是661234", "我短号是〔电话号码〕"),
        ("卡号6222021234567890128没到账", "卡号〔银行卡号〕没到账"),
        ("6222 0212 3456 7890 128", "〔银行卡号〕"),
        ("4111-1111-1111-1111", "〔银行卡号〕"),
        ("单号123456789012345", "单号〔号码〕"),
        ("邮箱zhang.san+1@example.com.cn谢谢", "邮箱〔邮箱〕谢谢"),
        ("ｚｈａｎｇ＠ｑｑ．ｃｏｍ", "〔邮箱〕"),
        ("护照E12345678", "护照〔证件号〕"),
        ("护照EA1234567过期", "护照〔证件号〕过期"),
        ("浙G·12345违停", "〔车牌号〕违停"),
        ("浙gd12345充电", "〔车牌号〕充电"),
        ("加QQ：123456789", "加QQ：〔QQ号〕"),
        ("微信号：zhang_san88", "微信号：〔微信号〕"),
        ("加vx 13857991234", "加vx 〔手机号〕"),
    ],
)
def test_numbers_of_persons_are_hidden(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫张三，想问低保", "我叫〔姓名〕，想问低保"),
        ("我叫王小明想问问低保", "我叫〔姓名〕想问问低保"),
        ("我叫王小明住在城西路12号3幢2单元501室，漏水", "我叫〔姓名〕住在〔住址〕，漏水"),
        ("您好我是李四，水管坏了", "您好我是〔姓名〕，水管坏了"),
        ("我是陈建国", "我是〔姓名〕"),
        ("本人应丽华", "本人应丽华"),
        ("本人徐丽华，女", "本人〔姓名〕，女"),
        ("我儿子叫胡一鸣，能上哪个小学", "我儿子叫〔姓名〕，能上哪个小学"),
        ("姓名：欧阳娜娜 电话13857991234", "姓名：〔姓名〕 电话〔手机号〕"),
        ("我的名字是吕方。", "我的名字是〔姓名〕。"),
        ("我家住在南苑路１５号，什么时候改造", "我家住在〔住址〕，什么时候改造"),
        ("我住花园新村三幢二单元五〇一室能装电梯吗", "我住〔住址〕能装电梯吗"),
        ("家庭地址：溪心路88弄6号201室", "家庭地址：〔住址〕"),
        ("锦绣花园12幢2单元301室楼上漏水", "〔住址〕楼上漏水"),
        ("3号楼502室的人乱扔垃圾", "〔住址〕的人乱扔垃圾"),
        ("家在下里溪村3组", "家在〔住址〕"),
    ],
)
def test_names_and_homes_of_persons_are_hidden(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "我是高中生，学区怎么划",
        "我是外地人、我是李家村的、我是周边居民",
        "我是王师傅家属，我是农民工",
        "我叫了救护车，我叫不到车，我叫什么名字",
        "我叫施工队来修路",
        "“十无村”叫什么名字",
        "我是陈村人",
        "本人想问低保",
        "南苑路15号的井盖坏了",
        "新建3幢2层标准厂房，12幢18层住宅",
        "为12个单元加装电梯，6个单元已完工",
        "我住在下里溪村，什么时候拆迁",
        "住房保障2022年15号文件",
        "街道办地址在哪里",
        "教室500平方米，新增教室12间",
    ],
)
def test_words_that_name_nobody_stay(text):
    assert mask(text) == text


QUESTIONS = sorted(path for path in ROOT.glob("eval/questions/**/*.jsonl"))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_nothing_of_an_ordinary_question_is_hidden(path):
    asked = [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(asked) > 100
    assert [(text, mask(text)) for text in asked if mask(text) != text] == []


@pytest.mark.parametrize(
    "text",
    [
        "规模以上工业产值68.48亿元，同比增长0.28%",
        "投入1000万元以上、12345678元、12,345,678,901元的项目",
        "2021 2022 2023 财政收入对比",
        "2022-2023年和2022-12-31、2022.01.01、20220701",
        "打12345热线、110、96150或者政务服务热线0579-12345",
        "拆除400余处、897块，面积13502亩、6848000平方米",
        "12 13 14 15 16 17 18 19号楼",
        "400-123-4567是公开电话吗",
        "G25高速和S19省道，A1、B2地块",
        "五六七八月份的二〇二二年计划",
        "第三轮2017—2021年五年规划",
        "微信公众号推送了多少条",
        "新增QQ群几个",
        "文号永政发〔2022〕15号",
    ],
)
def test_figures_of_a_report_stay(text):
    assert mask(text) == text


REPORTS = sorted(
    path for folder in ("seeds", "tests/data/reports", "eval/reports") for path in ROOT.glob(f"{folder}/*.txt")
)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_nothing_of_a_report_is_hidden(path):
    text = read_report(path).text
    assert [(line, mask(line)) for line in text.split("\n") if mask(line) != line] == []
    assert mask(text) == text


# Made up by the thousand, in running text

RUNNING = st.text("的我是在这请帮查一下办理？，。：“”谢谢号张王李门口路灯坏了三个月 \n", max_size=12)
SEPARATOR = st.sampled_from(["", " ", "-", "－", "\u3000", "–"])
WIDTHS = st.sampled_from([str, lambda text: text.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))])


@st.composite
def identities(draw, digits=18):
    birth = draw(st.dates(date(1920, 1, 1), date(2024, 12, 31)))
    number = draw(st.sampled_from(["330784", "110101", "440305", "510107", "650102", "820000"]))
    number += f"{birth:%Y%m%d}"[2 if digits == 15 else 0 :] + draw(st.from_regex(r"[0-9]{3}", fullmatch=True))
    if digits == 18:
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        number += "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 11]
        separator = draw(SEPARATOR)
        number = separator.join((number[:6], number[6:14], number[14:]))
    return draw(WIDTHS)(number)


@st.composite
def mobiles(draw):
    number = "1" + draw(st.from_regex(r"[3-9][0-9]{9}", fullmatch=True))
    separator = draw(SEPARATOR)
    prefix = draw(st.sampled_from(["", "+86", "+86 ", "86-", "0086"]))
    return draw(WIDTHS)(prefix + separator.join((number[:3], number[3:7], number[7:])))


@st.composite
def landlines(draw):
    area = draw(st.sampled_from(["0579", "010", "021", "0571", "(0579)", "（０５７９）", "+86 579"]))
    separator = draw(SEPARATOR)
    if area.startswith("+"):
        separator = separator or "-"
    return draw(WIDTHS)(area + separator + draw(st.from_regex(r"[2-8][0-9]{7}", fullmatch=True)))


@st.composite
def bank_cards(draw):
    number = draw(st.from_regex(r"(?:62|4[0-9]|5[1-5])[0-9]{13,16}", fullmatch=True))
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(reversed(number)))
    number += str(-sum(d // 10 + d % 10 for d in doubled) % 10)
    separator = draw(SEPARATOR)
    return draw(WIDTHS)(separator.join(number[i : i + 4] for i in range(0, len(number), 4)))


@st.composite
def addresses(draw):
    local = draw(st.from_regex(r"[a-z0-9]([a-z0-9._+-]{0,15}[a-z0-9])?", fullmatch=True))
    return f"{local}@{draw(st.sampled_from(['qq.com', '163.com', 'zj.gov.cn', 'Mail.Example.ORG']))}"


PERSONAL = st.one_of(identities(), identities(15), mobiles(), landlines(), bank_cards(), addresses())


@example(before="", number="6200 1100 0000 0101 003", after="")  # its end reads like an old identity number
@given(before=RUNNING, number=PERSONAL, after=RUNNING)
@settings(max_examples=400, deadline=None)
def test_a_number_in_running_text_is_hidden_whole(before, number, after):
    masked = mask(f"{before}我的{number}{after}")
    for kept in (before + "我的", after):
        assert kept.strip() in masked
    remains = masked.replace("QQ号", "")
    assert not any(unicodedata.digit(character, None) is not None for character in remains), masked
    assert "@" not in masked
    assert not masked.isspace()
    assert "〔" in masked


@given(st.lists(st.one_of(PERSONAL, RUNNING, st.text(max_size=20)), max_size=6).map("".join))
@settings(max_examples=300, deadline=None)
def test_masking_is_done_after_the_first_time(text):
    assert mask(mask(text)) == mask(text)


FIGURES = st.one_of(
    st.decimals(0, 9_999_999, places=2).map(str),
    st.integers(0, 999_999).map(str),
    st.integers(1_000_000, 9_999_999_999).map("{:,}".format),
    st.integers(1990, 2035).map("{}年".format),
)
UNITS = st.sampled_from(["万元", "亿元", "%", "余处", "平方米", "公里", "户", "家", "亩", "人次", "个百分点", "吨"])


@given(before=st.sampled_from(["完成投资", "增长", "拆除", "去年", "热线12345，"]), number=FIGURES, unit=UNITS)
@settings(max_examples=300, deadline=None)
def test_a_figure_with_its_unit_is_never_hidden(before, number, unit):
    text = f"{before}{number}{unit}，比上年多"
    assert mask(text) == text
