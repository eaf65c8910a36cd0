"""Figures with units in Chinese prose: 68.48亿元, 400余处, 77.53 %, 两个.

Offsets are code points into the text given. Years (2022年) and list numbers are no quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

MEASURES = (
    "个百分点|百分点|分钱|块钱|毛钱|平方公里|平方米|立方米|公里|人次|场次|户次|件次|车次|班次|小时|分钟|万元|千瓦时|千瓦|公斤|公顷|大户|美元|欧元|港元|人民币"
    "|家|户|个|处|块|条|起|件|宗|项|人|名|场|次|支|亩|㎡|m2|米|吨|斤|元|分|天|月|日|岁|辆|套|座|栋|幢|所|间|份|批|篇|台|樘|株|棵|头|只|艘|架|倍|成|种"
    "|类|期|度|位|笔|门|根|口|眼|届|轮|级|级别|片|面|张|册|部|本|班|组|队|村|镇|街道|站|室|层|瓦|升|顿|趟|席|对|步|周|岁"
)
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = r"[〇零一二两三四五六七八九十][〇零一二两三四五六七八九十百千万亿]*(?:点[〇零一二三四五六七八九]+)?"
_SIGN = r"(?P<before>近|(?<![签节预特公合违])约|大约|超过|超|突破|不少于|不低于|至少|逾|不超过|不足|低于)?\s*"
_QUANTITY = re.compile(
    rf"{_SIGN}(?:(?P<percent_cn>百分之(?:{_CHINESE}|{_ARABIC}))"
    rf"|(?P<number>{_ARABIC})\s*(?P<scale>[百千万亿]{{0,2}})(?P<after>余|多|来)?(?P<scale2>[万亿]?)\s*(?P<unit>%|％|‰|{MEASURES})?"
    rf"|(?<![第周星礼初])(?!一批|一系列)(?P<chinese>{_CHINESE})(?P<after_cn>余|多|来)?\s*(?P<unit_cn>{MEASURES}|(?<=[万亿])(?=以[上下内])))"
    r"(?P<tail>以上|以下|以内|左右|上下)?"
)
_COMPARATORS = {
    "近": "approx", "约": "approx", "大约": "approx", "左右": "approx", "上下": "approx",
    "余": "gt", "多": "gt", "来": "approx", "超过": "gt", "超": "gt", "突破": "gt", "逾": "gt",
    "以上": "ge", "不少于": "ge", "不低于": "ge", "至少": "ge",
    "以下": "le", "以内": "le", "不超过": "le", "不足": "lt", "低于": "lt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit at ``[start, end)``; ``value`` is in the unit alone (7661万元 → 76610000 元)."""

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    comparator: str = "eq"


@lru_cache(maxsize=16_384)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` in order of place."""
    return tuple(quantity for found in _QUANTITY.finditer(text) if (quantity := _quantity(found)))


def figures(text: str) -> list[str]:
    """Return the Arabic figures of ``text`` as they are written, without thousands separators."""
    return [figure.replace(",", "") for figure in re.findall(_ARABIC, text)]


def _quantity(found: re.Match[str]) -> Quantity | None:
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    text = found[0].strip()
    sign = next((found[g] for g in ("after", "after_cn", "before", "tail") if found[g]), "")
    comparator = _COMPARATORS.get(sign, "eq")
    if found["percent_cn"]:
        return Quantity(start, start + len(text), text, _number(found["percent_cn"][3:]), "%", comparator)
    if found["chinese"]:
        if found["unit_cn"] == "期":
            return None  # 一期, 二期: a stage of a project
        return Quantity(start, start + len(text), text, _number(found["chinese"]), found["unit_cn"], comparator)
    if _is_no_quantity(found):
        return None
    value = Decimal(found["number"].replace(",", ""))
    for character in found["scale"] + found["scale2"]:
        value *= {**_TENS, **_MYRIADS}[character]
    unit = (found["unit"] or "").replace("％", "%").replace("m2", "㎡")
    if unit == "万元":
        value, unit = value * 10_000, "元"
    shown = text.replace("m2", "㎡")  # as normalised text has it
    return Quantity(start, start + len(text), shown, value, unit, comparator)


def _is_no_quantity(found: re.Match[str]) -> bool:
    """Tell years, dates, codes (G-05) and bare digits in words (8字湖) from quantities."""
    text, at = found.string, found.start("number")
    following = text[found.end() : found.end() + 1]
    if at and re.match(r"[A-Za-z0-9.\-+“]", text[at - 1]) and not found["unit"]:
        return True
    if following == "年" or (found["unit"] in {"月", "日"} and not found["scale"]):
        return True
    return not found["unit"] and not found["scale"] and not found["scale2"] and not found["after"]


def _number(text: str) -> Decimal:
    """Return the value of a number in Chinese or Arabic numerals (一百二十 → 120, 十七点七 → 17.7)."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    whole, _, fraction = text.partition("点")
    decimals = "".join(str(_DIGITS[c]) for c in fraction)
    return Decimal(f"{_whole(whole)}.{decimals or 0}")


def _whole(text: str) -> int:
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text) or "0")
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[c]
            section = digit = 0
    return total + section + digit
