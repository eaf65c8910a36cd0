"""Where a line of Chinese prose may be cut: at 。！？ and ；, outside quotation marks and brackets.

A closing mark that follows the stop belongs to the sentence it closes. ASCII marks count where they end a Chinese
sentence, not in 3.5 or www.gov.cn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 240
"""Characters a passage may have; the answer format's limit for an item of evidence."""

Span = tuple[int, int]
"""A half-open range of code points."""

FULL_STOPS = "。！？!?."
SEMICOLONS = "；;"
_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】", "[": "]", '"': '"'}
_CLOSING = frozenset(_PAIRS.values())
_MARKS = _CLOSING.union(_PAIRS)
_DEEPEST = 8
"""Pairs within pairs that are followed."""
_PROTECTED = 120
"""Characters beyond which a pair of quotation marks or brackets no longer keeps what it holds together."""
_GOES_ON = frozenset("，,、；;。！？：:的地得等和与及是为”’）)")
"""What cannot begin a sentence: a stop before a closing mark and one of these ends nothing."""
_GOES_BEFORE = frozenset("。！？!?.；;：:，,")
"""After what a quoted sentence may begin; elsewhere what is quoted is part of the sentence around it."""
_ENUMERATED = re.compile(
    r"[一二三四五六七八九十](?:是|要)|第[一二三四五六七八九十]，|[（(]\d{1,2}[)）]|[①-⑳]|(?<![\d.])\d{1,2}[、．.](?!\d)"
)


def sentence_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the trimmed spans of the passages of ``text[start:end]``, which is one line or part of one.

    An enumeration (一是…；二是…) stays whole where it is short enough.
    """
    for left, right in sentences(text, start, end):
        if right - left <= LONGEST and len(_ENUMERATED.findall(text, left, right)) > 1:
            yield left, right
            continue
        for clause in _cut(text, left, right, SEMICOLONS):
            yield from _fit(text, clause)


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the trimmed spans of the sentences of ``text[start:end]``; between them stands only white space."""
    return _cut(text, start, end, FULL_STOPS)


def _cut(text: str, start: int, end: int, stops: str) -> Iterator[Span]:
    protected = _protected(text, start, end)
    left = at = start
    while at < end:
        if protected[at - start] or not _is_stop(text, at, end, stops):
            at += 1
            continue
        at += 1
        while at < end and (text[at] in stops or text[at] in _CLOSING) and not protected[at - start]:
            at += 1
        yield from _trimmed(text, left, at)
        left = at
    yield from _trimmed(text, left, end)


def _is_stop(text: str, at: int, end: int, stops: str) -> bool:
    mark = text[at]
    if mark not in stops or not mark.isascii():
        return mark in stops
    if at + 1 < end and text[at + 1].isascii() and text[at + 1].isalnum():
        return False
    before = text[at - 1] if at else "."
    return mark != "." or before in "%)" or not (before.isascii() or before in "一二三四五六七八九十")


def _protected(text: str, start: int, end: int) -> bytearray:
    """Mark the places inside matched pairs; a full stop right before the closing mark that ends a sentence is outside.

    An opening mark left open for long, or overtaken by the close of an outer pair, protects nothing.
    """
    marks = bytearray(end - start)
    straight = text.count('"', start, end) % 2 == 0
    open_: list[int] = []
    for at in range(start, end):
        char = text[at]
        if char not in _MARKS or (char == '"' and not straight):
            continue
        inner = next((i for i in reversed(range(len(open_))) if _PAIRS[text[open_[i]]] == char), None)
        if inner is not None:
            first = open_[inner]
            del open_[inner:]
            last = at - (text[at - 1] in FULL_STOPS and _stands_alone(text, first, at, start, end))
            if at - first <= _PROTECTED:
                marks[first - start : last - start] = b"\1" * (last - first)
        elif char in _PAIRS:
            open_ = [*open_[1 - _DEEPEST :], at]
    return marks


def _stands_alone(text: str, opening: int, closing: int, start: int, end: int) -> bool:
    """Tell whether a pair holds whole sentences: it opens where one may begin, and nothing goes on after it."""
    before = text[max(start, opening - 3) : opening].rstrip(" \u3000”’）)")
    return (not before or before[-1] in _GOES_BEFORE) and (closing + 1 == end or text[closing + 1] not in _GOES_ON)


def _trimmed(text: str, left: int, right: int) -> Iterator[Span]:
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    if left < right:
        yield left, right


def _fit(text: str, span: Span) -> Iterator[Span]:
    """Cut a sentence longer than a passage may be, at commas where it has them."""
    left, right = span
    if right - left <= LONGEST:
        yield span
        return
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # late: 0.2 s, for the rare long sentence

    splitter = RecursiveCharacterTextSplitter(
        separators=["。", "；", ";", "，", ",", "、", " ", ""],
        keep_separator="end",
        chunk_size=LONGEST,
        chunk_overlap=0,
        strip_whitespace=False,
    )
    for chunk in splitter.split_text(text[left:right]):
        yield from _trimmed(text, left, left + len(chunk))
        left += len(chunk)
