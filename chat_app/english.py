"""Simple English questions, turned into Chinese ones word by word: How many villages …? → 多少 村 ….

Only what is found is turned: a name that no report has, or too many unknown words, and the question stays as it is
and finds nothing, rather than something that was not asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indexer.knowledge.english import read_glossary
from indexer.knowledge.sounds import load_sounds
from indexer.lexicon import segment
from indexer.vocabulary import Vocabulary

NOTE = "The report is in Chinese; the sentence is quoted as it stands.（报告是中文的，原句照引。）"
NOT_FOUND = "(The report does not say this; please ask the contact named above.)"
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?%?|[A-Za-z][A-Za-z0-9]*(?:[-'’&.][A-Za-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCALES = {"thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9)}
_COUNTS = dict(
    zip(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), "两三四五六七八九十", strict=True)
)
_PHRASES = {
    "how many": "多少",
    "how much money": "多少钱",
    "how much": "多少",
    "how big": "多大",
    "how large": "多大",
    "how long": "多长",
    "how": "怎么",
    "what kind": "什么",
    "what": "什么",
    "which": "哪些",
    "who": "谁",
    "when": "什么时候",
    "where": "哪里",
    "why": "为什么",
    "is it true": "是不是",
    "last year": "去年",
    "this year": "今年",
    "next year": "明年",
    "plan": "计划",
    "planned": "计划",
    "going to": "计划",
    "will": "计划",
    "yuan": "元",
    "only": "只有",
    "more than": "超过",
    "over": "超过",
    "at least": "至少",
    "less than": "不到",
    "not": "没有",
}
_STOP = re.compile(
    r"a|an|the|of|in|on|at|to|for|from|by|with|and|or|as|into|that|this|these|those|there|its?|be(?:en|ing)?|is|are|was|were|did"
    r"|do(?:es)?|ha[sd]|have|can|could|would|should|may|i|we|you|they|he|she|them|us|our|your|their|me|my|please|tell|give|show"
    r"|say|about|report|any|some|all|each|every|much|many|more|most|up|out|get|got|go|went|earn(?:ed)?|come|came|make|made|take|years?|during"
    r"|between|than|so|if|just|also|government|town"
)
_YES_NO = re.compile(r"\s*(?:is|are|was|were|did|do|does|has|have|had|will|can|could)\b", re.IGNORECASE)
_ENDINGS = (
    *(("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("d", "")),
    *(("ing", ""), ("ing", "e")),
)
_LONGEST = 5
_UNKNOWN = 1 / 3
"""Share of unknown words from which a question is not turned."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question and its Chinese, ``""`` where it says nothing, None where it is unknown."""

    english: str
    chinese: str | None


def half_width(text: str) -> str:
    """Return ``text`` with full-width letters and digits (Ｈｏｗ) as ordinary ones where it holds no Chinese."""
    return text if _HAN.search(text) else unicodedata.normalize("NFKC", text)


def is_english(text: str) -> bool:
    """Tell whether ``text`` is English: two words of Latin letters at least, and no Chinese."""
    return not _HAN.search(text) and len(re.findall(r"[A-Za-z]{2,}", text)) > 1


@dataclass(frozen=True)
class Translator:
    """Turns simple English questions into Chinese ones; ``vocabulary`` knows the names of the reports."""

    vocabulary: Vocabulary

    def translate(self, text: str) -> str | None:
        """Return ``text`` in Chinese, None where it holds a strange name or too much that is unknown."""
        found = list(self._words(_TOKEN.findall(text.replace("’", "'"))))
        said = [word.chinese for word in found if word.chinese]
        unknown = [word.english for word in found if word.chinese is None]
        names = [word for word in unknown if word[0].isupper() and not text.lstrip().startswith(word)]
        if not said or names or len(unknown) > _UNKNOWN * (len(said) + len(unknown)):
            return None
        asks = "吗" if _YES_NO.match(text) and not any(word in said for word in ("多少", "哪些", "是不是")) else ""
        return _joined(" ".join([*said, *unknown])) + asks

    def _words(self, tokens: list[str]) -> Iterator[Word]:
        at = 0
        while at < len(tokens):
            length, chinese = self._longest(tokens, at)
            yield Word(tokens[at], chinese)
            at += length

    def _longest(self, tokens: list[str], at: int) -> tuple[int, str | None]:
        """Return how many words the longest entry at a place takes, and its Chinese."""
        if tokens[at][0].isdigit():
            return _number(tokens, at)
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            heard = " ".join(tokens[at : at + length]).lower()
            for form in _forms(heard):
                if chinese := _PHRASES.get(form) or self._glossary.get(form):
                    return length, chinese
        word = tokens[at].lower().removesuffix("'s")
        if _STOP.fullmatch(word):
            return 1, ""
        if word in _COUNTS:
            return 1, f"{_COUNTS[word]}个"
        return 1, self._names.get(word) if tokens[at][0].isupper() else None

    @cached_property
    def _glossary(self) -> Mapping[str, str]:
        return read_glossary()

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Return the short terms of the reports by how they are written in pinyin, the commonest of a sound."""
        readings = load_sounds().readings
        rare_first = sorted(self.vocabulary.own, key=lambda term: -self.vocabulary.own[term])
        opening = ("".join(segment(term)[:2]) for term in rare_first)
        names = [*(name for name in opening if len(name) == 2), *(term for term in rare_first if len(term) < 4)]
        return {"".join(readings[char][0] for char in name if char in readings): name for name in names}


def _joined(text: str) -> str:
    """Return ``text`` with what Chinese writes together: 哪些 三个 → 哪三个, 超过 100万 元 → 超过100万元."""
    text = re.sub(r"哪些 (.)个", r"哪\1个", text)
    return re.sub(r"(?<=[0-9万亿]) (?=元)|(?<=超过) (?=\d)", "", text)


def _forms(word: str) -> Iterator[str]:
    """Yield a word or phrase and what its last word may be an inflection of: factories → factory, tested → test."""
    yield word
    for ending, stem in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + stem
    if re.search(r"[bdgmnprt](?:ed|ing)$", word):
        yield re.sub(r"(.)\1(?:ed|ing)$", r"\1", word)


def _number(tokens: list[str], at: int) -> tuple[int, str]:
    """Return a number in the way reports write it: 1 million → 100万, 10,000 → 1万, 2022 → 2022年."""
    token = tokens[at]
    if _YEAR.fullmatch(token):
        return 1, f"{token}年"
    if token.endswith("%"):
        return 1, token
    scale = _SCALES.get(tokens[at + 1].lower()) if at + 1 < len(tokens) else None
    value = Decimal(token.replace(",", "")) * (scale or 1)
    for size, sign in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if value >= size and value % (size / 100) == 0:
            return 2 if scale else 1, f"{(value / size).normalize():f}{sign}"
    return 2 if scale else 1, f"{value.normalize():f}"
