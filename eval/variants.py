"""The same question as other people would type it: variants derived by code, kept in files of their own.

Every derivation is a function of the question's text and id alone, so the files can be made anew at any time and come
out the same. The gold is that of the question derived from.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import rjieba

from eval.questionset import Fault, QuestionRecord, QuestionSetError, load_questions
from eval.sets import QuestionSet
from indexer.readers import read_report, report_files

_PADDING = (
    "您好，请问一下，{}谢谢！",
    "麻烦问一下{}",
    "你好，我想了解一下，{}",
    "{}麻烦帮我查一下，谢谢啦",
    "不好意思打扰了，想请教一下{}",
)
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ASCII = re.compile(r"[0-9A-Za-z]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_COMMON = 5
"""Times a character stands in the reports to count as one that people would put in another's place."""
_ENTITY = re.compile(r"[\u4e00-\u9fff]{2,}")

Derive = Callable[[str, int], str]
"""Makes a variant of a question, with a number that depends on the question's id; the question itself where it has
nothing to vary."""


def derive_variants(records: Sequence[QuestionRecord], homophones: Callable[[str], str]) -> Iterator[QuestionRecord]:
    """Yield the variants of ``records``; ``homophones`` gives for a character those that sound the same, best first.

    A kind that has nothing to change in a question (a year in characters where no year is named) yields none of it.
    """
    kinds: dict[str, Derive] = {
        "typo": _typo,
        "homophone": lambda text, number: _homophone(text, number, homophones),
        "traditional": lambda text, _: _traditional(text),
        "full_width": lambda text, _: text.translate(_FULL_WIDTH) if _ASCII.search(text) else text,
        "han_year": lambda text, _: _YEAR.sub(lambda found: found[1].translate(_DIGITS), text),
        "polite": lambda text, number: _PADDING[number % len(_PADDING)].format(text),
    }
    for record in records:
        number = int(hashlib.sha256(record.id.encode()).hexdigest(), 16)
        for kind, vary in kinds.items():
            varied = vary(record.question, number)
            if varied != record.question:
                yield _variant(record, kind, varied)


def write_variants(entry: QuestionSet) -> int:
    """Write the file of variants of a declared set anew; returns how many there are.

    A line holds what differs: ``variant_of``, ``variant`` and ``question``; the gold stays with the original.
    """
    texts = [read_report(path).text for path in entry_reports(entry)]
    variants = list(derive_variants(load_questions(entry.questions), homophones_in("".join(texts))))
    entry.variants.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        json.dumps({"variant_of": v.variant_of, "variant": v.variant, "question": v.question}, ensure_ascii=False)
        for v in variants
    )
    entry.variants.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(variants)


def load_variants(path: Path, originals: Sequence[QuestionRecord]) -> list[QuestionRecord]:
    """Return the variants of ``originals`` that the file holds, with their gold; none where there is no file.

    Raises QuestionSetError for a line that is no variant of a question of the set.
    """
    if not path.exists():
        return []
    by_id = {record.id: record for record in originals}
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            fields = json.loads(line)
            found.append(_variant(by_id[fields["variant_of"]], fields["variant"], fields["question"]))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            message = f"no variant of a question of the set ({error}); run `python -m eval variants`"
            raise QuestionSetError(path, [Fault(number, message)]) from error
    return found


def _variant(record: QuestionRecord, kind: str, question: str) -> QuestionRecord:
    return replace(record, id=f"{record.id}~{kind}", question=question, variant=kind, variant_of=record.id, notes="")


def entry_reports(entry: QuestionSet) -> list[Path]:
    """Return the report files of a set."""
    return [file for path in entry.reports for file in (report_files(path) if path.is_dir() else [path])]


def homophones_in(text: str) -> Callable[[str], str]:
    """Return what gives the common characters of ``text`` that sound like a character, tones aside, frequent first."""
    counts = Counter(char for char in text if _ENTITY.fullmatch(char * 2))
    by_sound: dict[str, list[str]] = {}
    for char, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count >= _COMMON:
            by_sound.setdefault(_sound(char), []).append(char)
    return lambda char: "".join(other for other in by_sound.get(_sound(char), ()) if other != char)


@cache
def _sound(char: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(char))


def _typo(text: str, number: int) -> str:
    """Swap the characters of a two-character word, or leave one out of a longer one."""
    found = _content_words(text)
    if not found:
        return text
    start, word = found[number % len(found)]
    middle = 1 + number % (len(word) - 1)
    wrong = word[::-1] if len(word) == 2 else word[:middle] + word[middle + 1 :]
    return text[:start] + wrong + text[start + len(word) :]


def _homophone(text: str, number: int, homophones: Callable[[str], str]) -> str:
    """Put the most common homophone in the place of one character, as an input method does."""
    places = [
        (start + i, other[0])
        for start, word in _content_words(text)
        for i, char in enumerate(word)
        if (other := homophones(char))
    ]
    if not places:
        return text
    place, other = places[number % len(places)]
    return text[:place] + other + text[place + 1 :]


def _traditional(text: str) -> str:
    from opencc import OpenCC

    converted: str = OpenCC("s2t").convert(text)
    return converted


def _content_words(text: str) -> list[tuple[int, str]]:
    """Return the words of at least two Chinese characters that do not ask, with their offsets."""
    found, place = [], 0
    for word in rjieba.cut(text, False):
        if _ENTITY.fullmatch(word) and not re.search(r"[什么多少哪怎谁几吗何咋啥为请问今去明年]", word):
            found.append((place, word))
        place += len(word)
    return found
