"""Figures in an answer or a gold record, read for scoring.

The scorer has a parser of its own, so that a fault in ``chat_app.quantities`` cannot hide itself. It does not know
units: a figure is its value and the text right behind it, and whether that text begins with the unit wanted is asked
when two are compared. ``cn2an`` was tried for this and is unsafe ("统一市场" → "统1市场"; it fails on "一点二亿").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_POWER = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_ONES = "零〇○一二三四五六七八九两"
_HAN = _ONES + "十百千万亿"
_NUMBER = re.compile(
    rf"(?P<percent>百分之)?"
    rf"(?:(?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d.])|\d+(?:\.\d+)?)\s*(?P<more>[余多来])?(?P<scale>[十百千万亿]{{0,2}})"
    rf"|(?:(?<=百分之)|(?<![统第唯专之同单逐归划万如数几]))(?P<han>[{_ONES}十][{_HAN}]*(?:点[零〇一二三四五六七八九]+[万亿]*)?))"
    r"(?P<after>[余多来]?)\s*"
)
_BEFORE = (
    ("gt", re.compile(r"(?:超过|超出|突破|逾|多于|高于|(?<!名)超)[约]?\s*$")),
    ("ge", re.compile(r"(?:不少于|不低于|达到?或超过|至少[一-鿿]{0,4})\s*$")),
    ("le", re.compile(r"(?:不超过|不高于|至多|最多)\s*$")),
    ("lt", re.compile(r"(?:不足|不到|低于|少于|(?<![最附就邻接将临靠])近)\s*$")),
    ("approx", re.compile(r"(?:大约|(?<![签节预特公合违])约为?|大概|差不多)\s*$")),
)
_BEHIND = (
    ("ge", re.compile(r"[^\d,，。;；、(（]{0,6}?(?:及以上|以上)")),
    ("le", re.compile(r"[^\d,，。;；、(（]{0,6}?(?:及以下|以下|以内|之内)")),
    ("approx", re.compile(r"[^\d,，。;；、(（]{0,4}?(?:左右|上下)")),
)
_UNITS = {"％": "%", "平方米": "㎡", "m2": "㎡", "平方千米": "平方公里", "百分点": "个百分点"}
_MONEY = "元"
_SPENT = re.compile(r"(?:投资|资金|投入|出资|金额|收入|经费|贷款|总价|花了?)[约近超达为]{0,2}$")
_PEOPLE = frozenset({"人", "名", "位", "个人"})
_ROUNDING = Decimal("0.01")
"""Share that a figure worked out may be off by rounding."""
_ALIKE = (
    frozenset({"eq"}),
    frozenset({"gt", "ge"}),
    frozenset({"lt", "le", "approx"}),
)
"""Comparators that say the same to a reader; a report's 近 is less than, or about."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its value with 万 and 亿 worked in, the text behind it, and how exact it is.

    ``behind`` begins with the unit, if there is one; for a percentage it is "%". ``cmp`` is one of eq, ge, gt, le, lt,
    approx. ``money``: a sum of money, whether or not it is written with its 元.
    """

    value: Decimal
    behind: str
    cmp: str = "eq"
    money: bool = False

    def counts(self, unit: str) -> bool:
        """Tell whether the figure is one of ``unit`` (without 万 or 亿)."""
        if unit == _MONEY and self.money:
            return True
        if unit in _PEOPLE:
            return bool(re.match(r"(?:名|位|个?人)(?!次|均|民)", self.behind))
        if unit == "个" and self.behind.startswith("个百分点"):
            return False
        return bool(unit == self.behind[: len(unit)] or re.match(rf"[大小]{re.escape(unit)}", self.behind))


def read_figures(text: str) -> list[Figure]:
    """Return every figure of ``text`` in order; ordinals (第一) and words that hold a numeral (统一市场) are none."""
    text = plain(text)
    return [figure for found in _NUMBER.finditer(text) if (figure := _figure(text, found))]


def read_gold(value: str, unit: str, cmp: str) -> tuple[Figure, str]:
    """Return a gold figure and its unit with 万 and 亿 taken out of the unit (7661, 万元 → 76610000, 元).

    A unit that is 万 or 亿 alone leaves "", which every figure counts.

    Raises ValueError where the two do not make one figure.
    """
    found = read_figures(value + unit)
    if len(found) != 1:
        raise ValueError(f"{value}{unit} is not one figure; mend value and unit")
    base = _unit(re.sub(r"^[百千万亿]+(?!分)", "", plain(unit)))
    return Figure(found[0].value, base, cmp), base


def agree(figure: Figure, gold: Figure) -> bool:
    """Tell whether a figure says what the gold says: the value, and 余, 近 or 以上 where the gold has it.

    A gold figure that is approximate is one worked out and rounded; then one rounded otherwise will do as well.
    """
    if gold.cmp == "approx":
        return figure.cmp in ("eq", "approx") and abs(figure.value - gold.value) <= _ROUNDING * gold.value
    if figure.value != gold.value:
        return False
    return any(figure.cmp in family and gold.cmp in family for family in _ALIKE)


def plain(text: str) -> str:
    """Return ``text`` in NFKC, ㎡ kept, white space between a figure and its unit taken out."""
    kept = unicodedata.normalize("NFKC", text.replace("㎡", "\ue000")).replace("\ue000", "㎡")
    return re.sub(r"(?<=[\d%])\s+(?=[^\d\s])|(?<=[^\d\s])\s+(?=\d)", "", kept)


def _figure(text: str, found: re.Match[str]) -> Figure | None:
    end = found.end()
    behind = _unit(text[end : end + 8])
    if found["arabic"]:
        if re.search(r"[A-Za-z]-?$|\d[-.]$", text[: found.start()]):
            return None  # a code (G-05), not a figure
        value = Decimal(found["arabic"].replace(",", ""))
        for power in found["scale"]:
            value *= _POWER[power]
    else:
        value = _value(found["han"])
    if found["percent"]:
        behind = "%" + behind
    elif behind.startswith("成") and re.match(r"成(?![为立功员本都分果绩效长家就])", behind):
        value, behind = value * 10, "%" + behind[1:]
    elif found["han"] and behind.startswith("几"):
        return None  # 十几个 names no figure
    bare = value >= 10**4 and (not behind or bool(_SPENT.search(text[: found.start()])))
    return Figure(value, behind, _comparator(text, found), money=behind.startswith(_MONEY) or bare)


def _comparator(text: str, found: re.Match[str]) -> str:
    before, behind = text[: found.start()][-5:], text[found.end() : found.end() + 9]
    more = found["more"] or found["after"]
    if more:
        return "approx" if more == "来" else "gt"
    for cmp, pattern in _BEFORE:
        if pattern.search(before):
            return cmp
    return next((cmp for cmp, pattern in _BEHIND if pattern.match(behind)), "eq")


def _unit(behind: str) -> str:
    for written, meant in _UNITS.items():
        if behind.startswith(written):
            return meant + behind[len(written) :]
    return behind


def _value(han: str) -> Decimal:
    """Return the value of a numeral in characters: 一百二十 120, 二〇二二 2022, 一点二亿 120000000."""
    whole, _, fraction = han.partition("点")
    scale = re.search(r"[万亿]*$", fraction)
    decimals = "".join(str(_DIGIT[c]) for c in fraction if c in _DIGIT)
    value = Decimal(f"{_whole(whole)}.{decimals or 0}")
    for power in scale[0] if scale and fraction else "":
        value *= _POWER[power]
    return value


def _whole(han: str) -> int:
    if all(c in _DIGIT for c in han):
        return int("".join(str(_DIGIT[c]) for c in han))
    total = section = digit = 0
    for c in han:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif _POWER[c] < 10**4:
            section += (digit or 1) * _POWER[c]
            digit = 0
        else:
            total = (total + section + digit or 1) * _POWER[c]
            section = digit = 0
    return total + section + digit
