"""What residents type, brought nearer to how it would be written: courtesy, question words, lines, years.

Everything here works on normalised text (NFKC, lower case, simplified characters).
"""

from __future__ import annotations

import re

_CHINESE_YEAR = re.compile(r"[一二][〇零九○][〇零○一二三四五六七八九]{2}(?=年)")
_SHORT_YEAR = re.compile(r"(?<![\d近续这过了满第约每共用])(?=[12]\d年(?!前|后|来|多|里|内|间|期|以|就|能|没|不|的))")
"""Before a year of this century without its century (22年); 近20年 and 20年来 are how long something took."""
_ARABIC = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_LINE = re.compile(
    r"[过上超破满](?P<over>[一二三五]?[十百])万(?:[块元]钱?)?(?=的|那)|(?P<up>[一二三四五六七八九]?[十百])万(?:[块元]钱?)?[以往朝]上"
    r"|[过上超破满](?P<digits>\d+)万(?:[块元]钱?)?(?=的|那)"
)
_MONEY = re.compile(r"[元钱资税账]|收入|产值|财政|集体|村")
_COURTESY = (
    r"[您你]们?好啊?|请问(?:一下)?|不好意思|打扰(?:一下|[你您]?了)|麻烦(?:[您你]|问一?下)?|劳驾|想?请教(?:一下|[你您])?|(?:我|就)?想?(?:问|了解|知道)一?下"
    r"|(?:帮我|给我)?(?:查|看)一下|多?谢谢?(?:啦|了|[您你])?|辛苦(?:啦|了)|谢了"
)
_POLITE = re.compile(rf"^(?:(?:{_COURTESY})[,!.。~\s]*)+(?=.)|(?:[,!.。?~\s]*(?:{_COURTESY})[啦了]?)+[!.。~\s]*$")
_NOTHING_BUT = re.compile(
    r"(?>\W*+(?>(?:早上|上午|中午|下午|晚上|大家)?好的?|[你您]们?好|嗯|哦|噢|知道了|明白了?|了解了?|收到|太好了|行|可以|没事|没有了|在吗|在不在"
    r"|(?:非常|十分|真是|太)?(?:感谢|谢谢|多谢|谢)(?:[您你]们?)?|麻烦[您你]?|[您你]?辛苦[您你]?|再见|拜拜"
    r"|ok(?:ay)?)[了啦呀啊哈呢]*+)++\W*+\Z",
    re.IGNORECASE,
)
"""What is said out of politeness; after an answer it asks for nothing either. Atomic, so that no text takes long."""
GREETING = "你好"
"""What any of it comes to."""
_WRONG_ASKING = (
    (re.compile(r"([哪那])个([两二三四五六七八九十])(?!楼|月)"), r"\1\2个"),
    (re.compile(r"哪([个家处项条件])([两三四五六七八九十])(?=\W*$)"), r"哪\2\1"),
    (re.compile(r"有有(?!关|效|限|利)|有每有"), "有没有"),
    (re.compile(r"(?<![\d一二两三四五六七八九十百千万几数上个多余])亿(?=[共趟起届直点些]|下子)"), "一"),
)
_THAT_FOR_WHICH = re.compile(r"(?<=[有在是到从])那(?=(?:些|里|儿|几[个家处项]|个|家)[^,。]{0,12}\??$)")
"""哪 and 那 are mixed up by many who type: 有那些措施, 在那里."""
_ASKS = re.compile(r"[吗么哪谁几啥咋]|什么|多少|怎|如何|没有?\W*$|是不是|有没有|是否|对吧")


def as_written(text: str) -> str:
    """Return ``text`` without courtesy, its question word, years and lines as they would be written."""
    return _with_lines_written(_with_asking_mended(_with_years_in_figures(_without_courtesy(text))))


def is_courtesy(text: str) -> bool:
    """Tell whether ``text`` is a greeting, thanks or the like, and nothing besides."""
    return bool(_NOTHING_BUT.match(text))


def _without_courtesy(text: str) -> str:
    """Return ``text`` without greeting and thanks around it; the text itself where nothing else is said."""
    return _POLITE.sub("", text) or text


def _with_asking_mended(text: str) -> str:
    """Return ``text`` with slips in its question word put right: 在那里 → 在哪里, where nothing else asks."""
    for wrong, right in _WRONG_ASKING:
        text = wrong.sub(right, text)
    return text if _ASKS.search(text) else _THAT_FOR_WHICH.sub("哪", text)


def _with_lines_written(text: str) -> str:
    """Return ``text`` with lines drawn by word of mouth as reports write them: 过百万的村 → 100万元以上的村."""
    return _LINE.sub(_written_line, text)


def _written_line(found: re.Match[str]) -> str:
    number = found["over"] or found["up"] or found["digits"]
    if not number.isdigit():
        tens = {"十": 10, "百": 100}
        digit = "一二三四五六七八九".find(number[0]) + 1
        number = str(max(digit, 1) * tens[number[-1]]) if number[-1] in tens else str(digit)
    return f"{number}万{'元' if _MONEY.search(found.string) else ''}以上"


def _with_years_in_figures(text: str) -> str:
    """Return ``text`` with years in Arabic figures, the century with them (二〇二二年, 22年 → 2022年)."""
    return _SHORT_YEAR.sub("20", _CHINESE_YEAR.sub(lambda found: found[0].translate(_ARABIC), text))
