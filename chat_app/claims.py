"""What a question asserts before it asks: figures as people say them, and whether it wants a yes or a no.

Everything here works on normalised text (NFKC, lower case, simplified characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from chat_app.quantities import Quantity, find_quantities

_NUMERAL = "[一二两三四五六七八九十百千万亿]"
_SPOKEN = re.compile(
    rf"(?P<up>上|成)(?P<round>[百千万亿]+)(?P<rest>[^\d\s了的吗吧没不,，?？]?)"
    rf"|(?P<myriads>{_NUMERAL}+|\d+(?:\.\d+)?)个(?P<myriad>[万亿])"
    rf"|(?<=[上过到满够达])(?P<bar>[一二两三四五六七八九][十百千][一二三四五六七八九]?[十百]?|\d+(?:\.\d+)?)(?=[了没吗?？]|$)"
    r"|(?P<half>过半|超(?:过)?一半|一半以上|一大?半多|大半)"
    r"|(?<![十百千万])(?P<parts>[二三四五六七八九十])分之(?P<share>[一二三四五六七八九])"
    r"|(?P<tenths>[一二三四五六七八九])成[多几]"
    rf"|(?P<head>{_NUMERAL}+|\d+(?:\.\d+)?)个?(?P<odd>[多余来])(?P<scale>[万亿])元?(?!\w?分之)"
    rf"|(?<![万亿一-鿿]分之)(?P<bare>{_NUMERAL}*[二两三四五六七八九十][万亿]|一[百千万][万亿]?亿?|一亿|百万)(?P<tail>以[上下内])?(?=$|[^\w]|[的了是吗呢吧这那])"
)
_SEGMENT = re.compile(r"[，,。；;？?！!]")
_WHETHER = re.compile(
    r"吗|嘛\??$|是不是|有没有|是否|有无|对不对|对吧|是吧|吧\s*(?:$|[?？,，])|没有?\s*[?？。]*$|了没|没[?？]|不\s*[?？]+$|能不能|会不会|可不可以"
    r"|能否|可否|行不行|真的假的|属实|还是不是|要不要|还有没|有份没|真有|没错吧|不就是|没得|管了没|对不\W*$|不\W*$|吹牛|真有其事|确有其事|是真是假|([一-鿿])[没不]\1"
)
_IS_IT_SO = re.compile(r"了\s*[?？]+\s*$")
_WHAT = re.compile(
    r"多少|几(?!件事|十|百|千|万|乎)|哪|什么(?!的)|啥(?!的)|怎么|怎样|咋|为何|如何|谁|多[大高长久快]|还是(?!不是)|各是|分别"
)
_ASSERTING = re.compile(r"对吧|是吧|吧\s*(?:$|[?？,，])|对吗|是吗|对不对|属实|真的假的|吹牛|真有其事|确有其事|是真是假")
_ASKED = re.compile(r"(?:哪|第|几|前|这|其中)\s*$")
_UP_TO = re.compile(r"(?:到|达|有没有|有)了?\s*$")
_OVER = re.compile(r"(?:过|超|够(?:得上)?|破|满|[冲爬挤]?上|不止|保住|达到)了?\s*$")
"""Words that make the figure behind them a line to be reached, whatever is asked."""
_UNDER = re.compile(r"(?:不到|(?<!到)[没未]到|(?<!满)[不没未]满|(?<!够)不够|[少小]于|(?<!过)没过|没超过?)了?\s*$")
"""Words that put a figure behind them out of reach."""
_BOUND = re.compile(r"以[上下内]$")
_ENDS = re.compile(r"\s*(?:[了吗吧没不呢]|$)")
_QUOTED = re.compile(r"[“\"「『][^”\"」』]*[”\"」』]")
"""A figure in quotation marks (“三个1亿人”) is part of a name."""
_IDIOM = re.compile(r"一(?![〇零一二三四五六七八九十百千万亿]|个[万亿])")
"""一口气, 一个: hardly ever a figure that someone counts on."""
_MONEY = re.compile(r"[钱资金元块税债账]|投|收入|产值|财政|总值|花")
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s+[^\d\s]")
"""文体演出 2022 场次: keywords, the year among them."""
_NOUN = re.compile(r"\s*(?:的|是)?[“”\"]?((?![没了吗吧呢不总都也就才])[一-鿿]{1,6})")
_TENTHS = Decimal(10)
_KEPT = 256
"""Texts of which it is kept what was read in them: one question is looked at by one check after the other."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a question takes for granted.

    ``shown`` is how it is written; ``noun`` what stands right behind it, ``""`` for nothing; ``segment`` the part of
    the question between stops that holds it; ``bound``: it draws a line (50万元以上) and counts nothing.
    """

    shown: str
    quantity: Quantity
    noun: str
    segment: str
    bound: bool = False


@lru_cache(maxsize=_KEPT)
def segments(text: str) -> tuple[str, ...]:
    """Return the parts of ``text`` between commas and stops."""
    return tuple(part.strip() for part in _SEGMENT.split(text) if part.strip())


@lru_cache(maxsize=_KEPT)
def asks_whether(text: str) -> bool:
    """Tell whether ``text`` wants a yes or a no and nothing else (建好了没有), or states something and adds 对吧."""
    if _ASSERTING.search(text):
        return True
    if _IS_IT_SO.search(text) and not _WHAT.search(text):
        return True
    return any(_WHETHER.search(part) for part in segments(text)) and not _WHAT.search(text)


@lru_cache(maxsize=_KEPT)
def asks_what(text: str) -> bool:
    """Tell whether ``text`` holds a question word (多少, 哪些, A还是B)."""
    return bool(_WHAT.search(text))


@lru_cache(maxsize=_KEPT)
def asserted_figures(text: str) -> tuple[Claim, ...]:
    """Return the figures that ``text`` asserts, in order: 三千多万 and 上百场 as well, years and 哪五个 left out."""
    up_to = asks_whether(text) and not _ASSERTING.search(text)
    masked = _QUOTED.sub(lambda term: "□" * len(term[0]), text)
    return tuple(claim for segment in segments(masked) for claim in _claims(segment, up_to))


def _claims(segment: str, up_to: bool) -> Iterator[Claim]:
    taken: list[tuple[int, int]] = []
    for start, end, quantity in (*_spoken(segment), *_written(segment)):
        if any(start < right and left < end for left, right in taken):
            continue
        taken.append((start, end))
        idiom = _IDIOM.match(segment, start) and quantity.unit not in ("%", "成")
        if _ASKED.search(segment[:start]) or idiom or _YEAR.match(segment, start):
            continue
        under = _UNDER.search(segment[:start])
        line = under or _OVER.search(segment[:start]) or (up_to and _UP_TO.search(segment[:start]))
        if line and quantity.comparator == "eq":
            quantity = replace(quantity, comparator="lt" if under else "ge")
        noun = _NOUN.match(segment, end)
        bound = bool(_BOUND.search(segment[start:end])) and not _ENDS.match(segment, end)
        bound = bound or (quantity.comparator != "eq" and _names_which(segment[end:]))
        yield Claim(segment[start:end].strip(), quantity, noun[1] if noun else "", segment, bound)


def _names_which(behind: str) -> bool:
    """Tell whether a figure with this behind it only names those asked about (不到100万 的村有几个)."""
    return "的" in behind and asks_what(behind[behind.index("的") :])


def agrees(claimed: Quantity, reported: Quantity) -> bool:
    """Tell whether a figure that is claimed may stand for the one reported.

    上百 and 超过100 hold from 100 on, 不到100 below it; 300多 holds up to 400; 约100 and 100左右 within a tenth.
    """
    mine, theirs = in_percent(claimed), in_percent(reported)
    if mine.value == theirs.value:
        return claimed.comparator != "lt" or reported.comparator in ("lt", "approx")
    if re.search(r"\d\s*[多余来]|[十百千万亿][多余来]", claimed.text):
        return mine.value < theirs.value < mine.value + _last_step(mine.value)
    if claimed.comparator in ("ge", "gt"):
        return theirs.value > mine.value
    if claimed.comparator in ("le", "lt"):
        return theirs.value < mine.value
    if claimed.comparator == "approx":
        return abs(mine.value - theirs.value) * 10 <= mine.value
    return reported.comparator in ("gt", "approx") and _rounds_to(theirs.value, mine.value)


def in_percent(quantity: Quantity) -> Quantity:
    """Return 两成 as 20 %, anything else as it is."""
    return replace(quantity, value=quantity.value * _TENTHS, unit="%") if quantity.unit == "成" else quantity


def _rounds_to(rounded: Decimal, exact: Decimal) -> bool:
    return abs(rounded - exact) * 20 <= rounded


def _last_step(value: Decimal) -> Decimal:
    """Return the worth of the last digit that is not 0 (300 → 100, 1250 → 10)."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent)


def _digit(numeral: str) -> int:
    return "一二三四五六七八九十".index(numeral) + 1


def _written(segment: str) -> Iterator[tuple[int, int, Quantity]]:
    for quantity in find_quantities(segment):
        yield quantity.start, quantity.end, quantity


def _spoken(segment: str) -> Iterator[tuple[int, int, Quantity]]:
    """Yield figures written as they are spoken, read by way of how a report would write them."""
    for found in _SPOKEN.finditer(segment):
        if found["up"]:
            written = f"一{found['round']}{found['rest'] or ('元' if found['round'][-1] in '万亿' else '个')}以上"
        elif found["myriads"]:
            written = f"{found['myriads']}{found['myriad']}{'元' if _MONEY.search(segment) else '个'}"
        elif found["bar"]:
            written = f"{found['bar']}个"
        elif found["half"]:
            written = "50%以上"
        elif found["parts"]:
            written = f"{100 * _digit(found['share']) / _digit(found['parts']):.1f}%"
        elif found["tenths"]:
            written = f"{_digit(found['tenths'])}0多%"
        elif found["odd"]:
            written = f"{found['head']}{found['scale']}{found['odd']}元"
        else:
            written = f"{found['bare']}元{found['tail'] or ''}"
        if quantity := next(iter(find_quantities(written)), None):
            bare = found["bar"] or (found["myriads"] and quantity.unit == "个")
            yield found.start(), found.end(), replace(quantity, unit="") if bare else quantity
