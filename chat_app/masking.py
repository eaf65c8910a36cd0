"""Hides what could identify a person: numbers of ID cards, telephones, bank cards and the like, e-mail, name, home.

Of names and homes only those that the words around them tell (``chat_app.persons``).

What is read is a copy of the same length in which digits of every script are 0-9 and all dashes and spaces alike, so
that the text around a number is kept as it was written. Figures of the kind that reports are made of (68.48亿元,
2022年, 400余处, 热线12345) stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from chat_app import persons

_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)"
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_IDENTITY_18 = re.compile(rf"{_PROVINCE}[0-9]{{4}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9x]\Z")
_IDENTITY_15 = re.compile(rf"{_PROVINCE}[0-9]{{4}}[0-9]{{2}}{_DAY}[0-9]{{3}}\Z")
_LONGEST_FIGURE = 11
"""Digits in a row that a figure may have (12,345,678,901元); what is longer is the number of something."""
_UNIT = r"(?:[余多]?[万亿]|元(?!旦)|平方|亩|吨|公里|立方|人次|户|家|千瓦|斤|公顷)"
_TELEPHONE_CUE = r"电话|手机|座机|号码|联系|致电|拨打?|打给?|传真|tel|phone"
_DATE = re.compile(rf"(?:19|20)[0-9]{{2}}{_DAY}\Z")


def mask(text: str) -> str:
    """Return ``text`` with each such number replaced by what it is, for example 〔手机号〕; safe to repeat."""
    while (masked := _masked(text)) != text:  # what stood right beside one of them may be seen only now
        text = masked
    return text


def _masked(text: str) -> str:
    plain = _plain(text)
    rules = (*(_RULES if _SUSPICIOUS.search(plain) else ()), *(persons.RULES if persons.CUE.search(plain) else ()))
    hidden: list[tuple[int, int, str]] = []
    for pattern, name in rules:
        part = "hide" if "hide" in pattern.groupindex else 0
        found = ((match.span(part), name(match) if callable(name) else name) for match in pattern.finditer(plain))
        hidden += [(*span, label) for span, label in found if label]
        for start, end, _ in hidden:
            plain = plain[:start] + "\0" * (end - start) + plain[end:]
    for start, end, label in sorted(hidden, reverse=True):
        text = f"{text[:start]}〔{label}〕{text[end:]}"
    return text


def _plain(text: str) -> str:
    """Return ``text`` character for character with plain digits, lower-case letters, spaces and dashes."""
    plain = "".join(map(_plain_character, text))
    return _CHINESE_NUMBER.sub(lambda found: found[0].translate(_CHINESE_DIGITS), plain)


_SUSPICIOUS = re.compile(r"[a-z]|短号|(?:[0-9][^0-9]*){5}")
"""What every rule needs: a letter, or five digits; most questions have neither."""
_CHINESE_DIGITS = str.maketrans("〇零一幺二三四五六七八九", "001123456789")
_CHINESE_NUMBER = re.compile(r"[〇零一幺二三四五六七八九](?:[ -]?[〇零一幺二三四五六七八九]){6,}")


@lru_cache(maxsize=20_000)
def _plain_character(character: str) -> str:
    if character.isascii():
        return character.lower() if character not in "\t\n\r\v\f" else " "
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in ("Pd", "Pc") or character in "−·•・":
        return "-"
    if category in ("Zs", "Zl", "Zp", "Cf"):
        return " "
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def _spaced(pattern: str) -> str:
    """Return ``pattern``, one of single characters with ``~`` between them, with up to two spaces or dashes at each."""
    return pattern.replace("~", "[ -]{0,2}")


def _digits(count: str) -> str:
    return _spaced(f"[0-9](?:~[0-9]){{{count}}}")


def _identity(found: re.Match[str]) -> str:
    digits = re.sub("[ -]", "", found[0])
    return "身份证号" if _IDENTITY_18.match(digits) or _IDENTITY_15.match(digits) else ""


def _bank_card(found: re.Match[str]) -> str:
    digits = re.sub("[ -]", "", found[0])
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return "银行卡号" if sum(d // 10 + d % 10 for d in doubled) % 10 == 0 else ""


def _subscriber(found: re.Match[str]) -> str:
    return "" if _DATE.match(found["hide"]) else "电话号码"


_Name = str | Callable[[re.Match[str]], str]
_RULES: tuple[tuple[re.Pattern[str], _Name], ...] = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"[a-z0-9._%+-]+ ?@ ?[a-z0-9-]+(?: ?\. ?[a-z0-9-]+)*\.[a-z]{2,}", "邮箱"),
        (rf"(?<![0-9]){_digits('16')}[ -]{{0,2}}[0-9x](?![0-9])", _identity),
        (r"(?<![0-9])[3-9][0-9]{3}(?:[ -]{1,2}[0-9]{4}){3}(?:[ -]{0,2}[0-9]{1,3})?(?![0-9])", _bank_card),
        (r"(?<![0-9])[3-9][0-9]{5}[ -]{1,2}[0-9]{10,13}(?![0-9])", _bank_card),
        (r"(?<![0-9])[3-9][0-9]{15,18}(?![0-9])", _bank_card),
        (rf"(?<![0-9]){_digits('14')}(?![0-9])", _identity),
        (
            r"(?<![0-9.])(?:(?:\+|00)?86[ -]{0,2})?(?:1[3-9][0-9](?:[ .-]{1,2}[0-9]{4}){2}|1[3-9][0-9]{9}"
            r"|1[3-9][0-9]{2}[ -][0-9]{3}[ -][0-9]{4}|1[3-9][0-9][ -][0-9]{3}[ -][0-9]{5}|1[3-9][0-9][ -][0-9]{8}"
            r"|1[3-9][0-9]{5}[ -][0-9]{4}|1([ -])[3-9](?:\1[0-9]){9})(?![0-9])",
            "手机号",
        ),
        (
            r"(?<![0-9.])(?:(?:\+|00)86[ -]{0,2}\(?0?|[(（]?0)(?:10|2[0-9]|[3-9][0-9]{2})[)）]?[ -]{0,3}"
            r"[2-8][0-9]{2,3}[ -]?[0-9]{4}(?:(?:-|转)[0-9]{1,6})?(?![0-9])",
            "电话号码",
        ),
        (r"(?:qq|扣扣|企鹅号)(?:群|号码?|是|为|[ :：-]){0,4}(?P<hide>[1-9][0-9]{4,11})(?![0-9])", "QQ号"),
        (
            r"(?:微信|薇信|威信|wechat|weixin|vx|(?<![a-z])wx)(?:号码?|是|为|[ :：+-]){0,4}"
            r"(?P<hide>[a-z][a-z0-9_-]{5,19}|[0-9]{5,12})",
            "微信号",
        ),
        (r"(?<![a-z0-9])(?:e[a-hj-np-z]?|[gdspkhcm])[0-9]{7,9}(?![0-9a-z])", "证件号"),
        (
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][ -]?"
            r"(?=[a-z]{0,3}[0-9])[a-hj-np-z0-9]{4,5}[a-hj-np-z0-9挂学警港澳](?![a-z0-9])",
            "车牌号",
        ),
        (rf"(?<![0-9.,])[0-9]{{{_LONGEST_FIGURE + 1},}}x?", "号码"),
        (rf"(?:{_TELEPHONE_CUE})[^0-9。，,]{{0,6}}(?P<hide>[2-8][0-9]{{2,3}}[ -]?[0-9]{{4}})(?![0-9])", _subscriber),
        (rf"(?<![0-9.,a-z])(?P<hide>[2-8][0-9]{{6,7}})(?![0-9.,%a-z]| ?{_UNIT})", _subscriber),
        (r"短号(?:是|为|[ :：])?(?P<hide>[0-9]{3,6})(?![0-9])", "电话号码"),
    )
)
"""What is looked for, in this order, and what it is called; a pattern's group ``hide`` is the part to be hidden."""
