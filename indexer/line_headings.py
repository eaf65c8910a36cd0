"""One line of a report → the headings in it.

Numbered headings (第一部分 一、 （一） 1. （1）) stand on a line of their own or run on into the text; title parts
(2022年主要工作回顾) stand alone; run-in headings (狠抓产业提升。) open a paragraph, or stand inside one that a numbered
heading opened. When in doubt a line is body: a heading missed costs a path, a sentence lost costs an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from indexer.scopes import bare_heading, is_shortcomings, read_heading
from indexer.sentences import Span


class Style(IntEnum):
    """How a heading is written; numbered styles nest in this order, the others wherever they first stand."""

    TITLE = 0
    PART = 1
    CHINESE = 2
    CHINESE_BRACKETS = 3
    ARABIC = 4
    ARABIC_BRACKETS = 5
    BARE = 7
    RUN_IN = 8
    ITEM = 9
    DASH = 10


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: ``text[start:body]`` is the heading with its full stop, ``shown`` how a path shows it."""

    style: Style
    start: int
    body: int
    shown: str
    run_in: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds text: ``start`` is the place of its first character that is not white space."""

    start: int
    content: str
    sentences: tuple[Span, ...]


_NUMBERS = (
    (Style.PART, re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章|篇|节)[、：:\s]*")),
    (Style.CHINESE, re.compile(r"[一二三四五六七八九十]{1,3}\s*[、．.](?![一二三四五六七八九十]{1,2}[、产季])\s*")),
    (Style.CHINESE_BRACKETS, re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）][、．.]?\s*")),
    (Style.ARABIC, re.compile(r"[\d０-９]{1,2}\s*[、．.](?![\d０-９])\s*")),
    (Style.ARABIC_BRACKETS, re.compile(r"[（(][\d０-９]{1,2}[)）][、．.]?\s*")),
)
_TOPIC = re.compile(r"([^，,。；;：:！!？?\d]{2,16})(?<!如下)(?<!以下)(?<!包括)(?<![是为有])[：:](?=\s*\S.{9})")
_VOCATIVE = re.compile(r"(?:各位(?:代表|委员|领导|同志|来宾)|同志们|朋友们)(?:[、，,！!：:；]|$)")
_ITEM = re.compile(
    r"第[一二三四五六七八九十]{1,2}[，、]|[一二三四五六七八九十]{1,2}(?:是要?|要|，)|(?:首先|其次|再次|最后)，"
)
_DASH = re.compile(r"[—–-]{1,2}\s*")
_TITLE_END = re.compile(
    r"(?:回顾|总结|计划|安排|打算|思路|目标|任务|部署|展望|建议|要求|情况|工作|成效|成绩|成就|措施|举措|重点|要点"
    r"|方向|取向|问题|不足|困难|情况的?(?:报告|汇报)|(?:总结|计划|安排)的报告)(?:[（(].{1,8}[)）])?$"
)
_DATED = re.compile(r"年|季度|下一?步|下一?阶段|今后|过去|本届|工作(?:回顾|总结|计划|打算|安排)")
_NOT_RUN_IN = re.compile(
    r"今年|去年|明年|过去|一年来|[三五]年来|这|那|我们|我国|同时|但|因此|总之|目前|当前|其中|此外|截至|必须|要|必将|让|各级|为此|实践"
    r"|同志|启动|实行|出台|颁布|成立|设立|完成|建成|举办|召开|认真落实|全面落实|全年"
)
_FIGURE = re.compile(r"[\d０-９]")
_NO_FIGURE = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"]*\"|(?:19|20)\d\d年")
_RUN_IN_LONGEST = 24
_INLINE_LONGEST = 18
_INLINE_GAP = 3
"""Sentences that may stand between two run-in headings of one line."""
_NUMBERED_LONGEST = 60
_ITEM_LONGEST = 40
_TITLE_LONGEST = 40
_BODY_SHORTEST = 10


def is_vocative(line: str) -> bool:
    """Tell whether a line addresses the audience (各位代表！)."""
    return bool(_VOCATIVE.match(line.lstrip()))


def is_item(line: str) -> bool:
    """Tell whether a line is one of a row of items: 一是…, 第一，…, 首先，…."""
    return bool(_ITEM.match(line.strip()))


_Found = tuple[Style, str, int]
"""Style, the heading as shown, and its length with its stop, counted from the line's first character."""


def line_headings(line: Line) -> Iterator[Heading]:
    """Yield the headings of one line in order: at most one at its start, and run-in ones after a numbered one."""
    if is_vocative(line.content):
        return
    first = _numbered(line) or _title(line.content) or _item(line) or _run_in(line)
    if first is None:
        return
    style, shown, length = first
    runs_on = length < len(line.content)
    searched = runs_on or (style <= Style.ARABIC_BRACKETS and states_a_fact(bare_heading(shown)))
    yield Heading(style, line.start, line.start + length, shown, run_in=searched)
    if runs_on and style in (Style.CHINESE, Style.CHINESE_BRACKETS, Style.ARABIC):
        for start, end in _inline(line, length):
            shown = line.content[start : end - 1]
            yield Heading(Style.RUN_IN, line.start + start, line.start + end, shown, run_in=True)


def _numbered(line: Line) -> _Found | None:
    for style, pattern in _NUMBERS:
        if number := pattern.match(line.content):
            topic = _TOPIC.match(line.content, number.end())
            if topic:
                return style, line.content[: topic.end(1)], topic.end()
            return _numbered_sentence(line, style, number.end())
    return None


def _numbered_sentence(line: Line, style: Style, begin: int) -> _Found | None:
    """Take the first sentence for a heading unless it is long, a statement with figures, or an item of a list."""
    _, length = line.sentences[0]
    shown = line.content[:length].rstrip("。；;：:！. ")
    alone = length == len(line.content)
    if not shown[begin:] or len(shown) > _NUMBERED_LONGEST:
        return None
    if states_a_fact(shown[begin:]) and (style >= Style.ARABIC or not alone or shown != line.content):
        return None
    if line.content[length - 1] in "；;" or (style >= Style.ARABIC and alone and "：" in shown):
        return None
    return style, shown, length


def _title(content: str) -> _Found | None:
    """Take a short line without a stop for a title if it says what follows (2022年主要工作回顾, 存在的问题)."""
    if len(content) > _TITLE_LONGEST or re.search(r"[。！？；：:，,]", content) or not _TITLE_END.search(content):
        return None
    if not (read_heading(content).tells_time or is_shortcomings(content)):
        return None
    return Style.TITLE if _DATED.search(content) else Style.BARE, content, len(content)


def _item(line: Line) -> _Found | None:
    _, length = line.sentences[0]
    shown = line.content[: length - 1]
    if not _ITEM.match(shown) or line.content[length - 1] not in "。." or len(shown) > _ITEM_LONGEST:
        return None
    if len(line.content) - length < _BODY_SHORTEST or states_a_fact(shown):
        return None
    return Style.ITEM, shown, length


def _run_in(line: Line) -> _Found | None:
    dash = _DASH.match(line.content)
    begin = dash.end() if dash else 0
    _, length = line.sentences[0]
    shown = line.content[begin:length]
    if len(line.content) - length < _BODY_SHORTEST or not _reads_like_a_heading(shown, _RUN_IN_LONGEST):
        return None
    return Style.DASH if dash else Style.RUN_IN, shown[:-1], length


def _inline(line: Line, body: int) -> list[Span]:
    """Return the run-in headings inside a line after ``body``.

    They come in pairs at least and divide the whole rest of the line: few sentences stand before the first and
    after each.
    """
    spans = [span for span in line.sentences if span[0] >= body]
    found = [
        i
        for i in range(1, len(spans) - 1)
        if _reads_like_a_heading(line.content[slice(*spans[i])], _INLINE_LONGEST)
        and spans[i + 1][1] - spans[i + 1][0] > _INLINE_LONGEST
    ]
    gaps = [after - here - 1 for here, after in pairwise([-1, *found, len(spans)])]
    return [spans[i] for i in found] if len(found) > 1 and max(gaps) <= _INLINE_GAP else []


def _reads_like_a_heading(sentence: str, longest: int) -> bool:
    """Tell whether a sentence with its full stop names a topic rather than states something."""
    shown = sentence[:-1]
    return (
        sentence[-1:] in ("。", ".")
        and 4 <= len(shown) <= longest
        and not re.search(r"[，,；;：:！？!?（(]", shown)
        and not states_a_fact(shown)
        and not _NOT_RUN_IN.match(shown)
        and not (len(shown) > 10 and re.search(r"[^但可要尤其真]是(?!否)", shown))
    )


def states_a_fact(text: str) -> bool:
    """Tell whether a figure stands in ``text`` outside quotation marks, years aside."""
    return bool(_FIGURE.search(_NO_FIGURE.sub("", text)))
