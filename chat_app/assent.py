"""Whether a clause says enough of a question to say yes to it: to say yes in error is worse than to quote alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat_app import quantifiers
from chat_app.counts import figure_holds
from chat_app.findings import Part, Weight, asked_tokens, plain, share
from chat_app.quantities import figures
from chat_app.questions import Query
from indexer.lexicon import word_class

SUPPORTS = 0.3
"""Share of the question's wording that the deciding clause, its headings included, must have."""
_LIKE = 0.55
"""How near in meaning the passage's words must be to the question's where they are not the same."""
_FOREIGN = 2
"""Words of the question that the passage knows nothing of, a noun counting twice, from which it cannot say yes."""
_NO_CONTENT = re.compile(
    r"[\d一二三四五六七八九十百千万亿]|真的|属实|数字|消息|现在|最后|名单|名额|名堂|人手|全[镇街市县]|[里外]头|时候|年头"
)
_ONLY_WHERE_SAID = (
    (re.compile(r"比[^,，]{1,8}(?:快|慢|高|低|大|小|早|晚|好|差)"), re.compile(r"比|于|过|最|第一")),
    (
        re.compile(r"(?:每个?[人户]|平均|人均|均摊)[^,，]{0,6}[\d一二两三四五六七八九十百千]"),
        re.compile(r"每|均"),
    ),
    (
        re.compile(r"(?:每个?[月天年]|摊到)[^,，]{0,6}[\d一二两三四五六七八九十百千]"),
        re.compile(r"每个?[月天日年]|均"),
    ),
    (re.compile(r"只能|只准|只许|只有|仅仅|唯独|唯一"), re.compile(r"只|仅|唯一|专")),
    (re.compile(r"第[一二三四五六七八九十](?![期届])|顺序|打头|排在?[最前后第]"), re.compile(r"第|首|最")),
)
"""Comparisons, rates and ranks: what asks for one, and what a passage that tells it has."""
_PAIR = 2
_OUTCOME = re.compile(r"(?:申报|完成)入库|落地|完工|开工|投产|动工|竣工|结顶|验收通过|创建成功")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,12})[”\"」]")


def supports(query: Query, part: Part, weight: Weight) -> bool:
    """Tell whether ``part`` says enough of the question, in its words or in words like them, to say yes to it."""
    said = part.context + plain(part.evidence.text + " ".join(part.evidence.path))
    alike = share(asked_tokens(query, query.text), said, weight) >= SUPPORTS or part.evidence.likeness >= _LIKE
    held = figure_holds(query, part)
    doubtful = held is False or (not held and _other_numbers(query, part))
    if _exchanged(plain(query.text), said):
        return False  # who did which is told the other way round
    if quantifiers.asks_for_all(query.text, plain(part.evidence.text)):
        return False  # that some were done does not say that all were
    if part.denied:
        return False  # what was expected like it is answered with no
    known = part.expected
    return (alike or known) and not doubtful and not lacks(query, part) and (known or _foreign(query, part) < _FOREIGN)


def _exchanged(asked: str, said: str) -> bool:
    """Tell whether two things of the question stand before each other's outcome in ``said`` (A 落地, B 入库)."""
    pairs = [(thing, outcome) for thing, outcome in _outcomes(asked) if thing in said and outcome in said]
    if len(pairs) < _PAIR:
        return False

    def before(outcome: str) -> str:
        return max((thing for thing, _ in pairs), key=lambda thing: said.rfind(thing, 0, said.find(outcome)))

    return any(before(outcome) != thing for thing, outcome in pairs)


def _outcomes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the two characters that each part of ``text`` between commas opens with, and the outcome told in it."""
    for part in map(str.strip, re.split(r"[、,，;；?？]", text)):
        found = _OUTCOME.search(part, _PAIR)
        if found:
            yield part[:_PAIR], found[0]


def lacks(query: Query, part: Part) -> bool:
    """Tell whether the question has a comparison, a rate, a rank or a quoted name that the passage lacks."""
    passage = plain(part.evidence.text + " ".join(part.evidence.path))
    missing = any(asked.search(query.text) and not said.search(passage) for asked, said in _ONLY_WHERE_SAID)
    return missing or any(name not in passage for name in _QUOTED.findall(query.text))


def _other_numbers(query: Query, part: Part) -> bool:
    """Tell whether the question has a number, no year, that the passage has not."""
    asked = {figure for figure in figures(query.text) if figure != str(query.year)}
    return bool(asked) and not asked & set(figures(plain(part.evidence.text)))


def _foreign(query: Query, part: Part) -> int:
    """Return how many words of the question have no character at all in the passage, a noun counting twice."""
    there = set(plain(part.evidence.text + "".join(part.evidence.path)))
    asked = (word for word in query.words if len(word) > 1 and not _NO_CONTENT.search(word))
    everyday = "".join(part.evidence.everyday)
    return sum(1 + (word_class(word) == "n") for word in asked if not there & set(word) and word not in everyday)
