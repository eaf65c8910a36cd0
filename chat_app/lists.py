"""Enumerations in Chinese prose: 大徐、横山南、新阳等“十无村”5个."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from chat_app.clauses import clause_at, split_clauses
from chat_app.quantities import find_quantities
from chat_app.verbs import VERB, without_last_adverbs, without_verbs
from indexer.lexicon import normalise, words

_OPEN, _CLOSE = "“「『（(《", "”」』）)》"
_TAIL = re.compile(r"等(?!级|于|待|额|值|候)")
_CLOSING = re.compile(r"(?<=[”」』])(?=[一-鿿])|\d|[（(]|[两三四五六七八九十]+[大项个方]")
_AND = re.compile(r"(?<=[一-鿿”])(?:以及|及其|及|和|与)(?=[^、]{2,})")
_PURE = re.compile(r"\s*“[^”]+”\s*")
_QUOTED = re.compile(r"“[^”]*”|（[^）]*）|\([^)]*\)")
_DONE = re.compile(
    r"(?<=[一-鿿]{2})(?:(?:全面|顺利|均|已|全部|相继)*(?:投入使用|投用|启用|开工|完工|竣工|建成|启动|推进|实施|落地|贯通))+$"
)
_EXPLAINS = re.compile(r"即|以及|及|包括|分别|也就是")
_ASKED_NUMBER = re.compile(r"哪([三四五六七八九十])")
_BEHIND_WHICH = re.compile(r"(?:哪些|哪几[^\W\d]|哪[两三四五六七八九十][^\W\d])([一-鿿]+)")
_LONGEST_ITEM = 24
_NO_ITEM = re.compile(r"\d+余?[^\d\s”]{0,2}$|^[一二三四五六七八九十]+$|^[的与]")
_MOST = 60
"""More than these are no longer what a list counts (服务38000人次)."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items that stand side by side at ``[start, end)``; ``head`` is what they are said to be (“十无村”5个).

    ``count`` is how many the text says there are, None where it does not; ``open``: it says 等 behind them.
    """

    start: int
    end: int
    items: tuple[str, ...]
    head: str
    count: int | None = None
    unit: str = ""
    open: bool = False


@lru_cache(maxsize=4096)
def find_enumerations(text: str) -> tuple[Enumeration, ...]:
    """Return the enumerations of ``text`` clause by clause: at least two items joined by 、 or by quotation marks."""
    return tuple(_enumerations(text))


def _enumerations(text: str) -> Iterator[Enumeration]:
    for clause in split_clauses(text):
        yield from _inside_quotes(text, clause.start, clause.end)
        parts = _split(text[clause.start : clause.end])
        at = clause.start
        while len(parts) > 1:
            used = next((i for i, part in enumerate(parts) if _ends_list(part, parts[:i])), len(parts) - 1) + 1
            found = _enumeration(parts[:used], text[at : clause.end], at) if used > 1 else None
            if found:
                yield found
            at = text.find(parts[used - 1], at) + len(parts[used - 1])
            parts = parts[used:]


def _inside_quotes(text: str, start: int, end: int) -> Iterator[Enumeration]:
    """Yield what is enumerated between quotation marks (“特色鲜明、区域领先、成效显著、居民满意”的要求)."""
    for found in re.finditer(r"“([^”“]+)”", text[start:end]):
        items = tuple(item.strip() for item in re.split(r"[、,，]", found[1]))
        if len(items) > 1 and all(len(item) > 1 for item in items):
            yield Enumeration(start + found.start(1), start + found.end(1), items, text[start + found.end() : end])


def items_asked(question: str, quote: str) -> tuple[str, ...]:
    """Return the items of the enumeration in ``quote`` that ``question`` asks for; none where there is none."""
    asked = normalise(question)
    said = set(pairwise(asked))
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for found in find_enumerations(quote):
        near = len(said & set(pairwise(_told_of(quote, found))))
        near += 2 * len(said & set(pairwise(found.head)))
        items = tuple(item for item in found.items if normalise(item.strip("“”")) not in asked)
        merit = near + 0.5 * found.open + 0.1 * len(items)
        if len(items) > 1 and merit > best[0] and (near or _is_of(asked, found)):
            best = (merit, items)
    return best[1]


def _told_of(quote: str, found: Enumeration) -> str:
    """Return the clause of a list; of one that explains what stands before (“四办三中心”，即…) all up to its end."""
    clause = clause_at(quote, found.start)
    return quote[: found.end] if _EXPLAINS.match(clause) else clause


def _is_of(asked: str, found: Enumeration) -> bool:
    """Tell whether a list has as many items as asked for, three at least, or items of the kind asked for (哪几座桥)."""
    number = _ASKED_NUMBER.search(asked)
    if number and "三四五六七八九十".index(number[1]) + 3 == len(found.items):
        return True
    behind = _BEHIND_WHICH.search(asked)
    kind = words(behind[1])[0][-1] if behind else ""
    return bool(kind) and any(item.rstrip("”」》").endswith(kind) for item in found.items)


def _ends_list(part: str, before: Sequence[str]) -> bool:
    """Tell whether ``part`` is the last item: 等 stands in it, or it goes on behind the last of the quoted terms."""
    goes_on = len(before) > 1 and bool(_PURE.fullmatch(before[-1])) and bool(re.match(r"\s*“[^”]+”[^”]", part))
    return goes_on or bool(_TAIL.search(part, 1))


def _enumeration(parts: Sequence[str], piece: str, at: int) -> Enumeration | None:
    first, *middle = (_first(parts), *parts[1:-1])
    last, rest = _last(parts[-1], (first, *middle))
    items = [item.strip() for item in (first, *middle, *_AND.split(last, maxsplit=1))]
    if any(not item or len(item) > _LONGEST_ITEM or _NO_ITEM.search(item) for item in items):
        return None
    start, counted = at + piece.find(first), _count(rest.removeprefix("等"), len(items))
    is_open, head = rest.startswith("等"), rest.removeprefix("等")
    return Enumeration(
        start=start,
        end=at + piece.find(parts[-1], max(0, piece.find(first))) + len(last),
        items=tuple(items),
        head=head,
        count=counted[0],
        unit=counted[1],
        open=is_open,
    )


def _first(parts: Sequence[str]) -> str:
    """Return the first item: what opens the clause without its verbs, cut behind a verb inside it where it is long."""
    first = without_verbs(parts[0])
    if led := re.search(rf"(?:{VERB.pattern})[到至为]", first):
        return first[led.end() :] or first
    if len(first) <= 1.6 * max(map(len, parts[1:])):
        return first
    verbs = list(VERB.finditer(first, 0, len(first) - 1))
    behind = first[verbs[-1].end() :].lstrip("到至了为") if verbs else first
    return behind if len(behind) > 1 else first


def _last(part: str, before: Sequence[str]) -> tuple[str, str]:
    """Return the last item and what goes on behind it: up to 等, what all end with, a number or a verb."""
    shared = _shared_ending(before)
    bare = _QUOTED.sub(lambda quoted: quoted[0][0] + "□" * (len(quoted[0]) - 2) + quoted[0][-1], part)
    cuts = [found.start() for pattern in (_TAIL, _CLOSING) if (found := pattern.search(bare, 1))]
    if not _TAIL.search(part, 1):
        if shared and shared in part:
            cuts = [part.rindex(shared) + len(shared)]
        elif (verb := VERB.search(part, 2)) and len(part) > 1.5 * max(map(len, before)):
            cuts.append(verb.start())
    cut = min(cuts, default=len(part))
    done = _DONE.search(part[:cut])
    cut = done.start() if done else cut
    cut = len(without_last_adverbs(part[:cut]))
    return part[:cut], part[cut:]


def _shared_ending(items: Sequence[str]) -> str:
    if len(items) < 2:
        return ""
    columns = zip(*(reversed(item) for item in items), strict=False)
    return "".join(column[0] for column in takewhile(lambda c: len(set(c)) == 1, columns))[::-1]


def _count(head: str, listed: int) -> tuple[int | None, str]:
    for quantity in find_quantities(head[:20]):
        if quantity.value == int(quantity.value) and listed <= quantity.value <= _MOST and quantity.unit not in "%元亩":
            return int(quantity.value), quantity.unit
    return None, ""


def _split(piece: str) -> list[str]:
    """Return what stands between the joints of ``piece``: 、 outside brackets, and “…”“…” side by side."""
    depth, left, parts = 0, 0, []
    for at, character in enumerate(piece):
        if character in _OPEN:
            if not depth and character in "“「『" and re.search(r"[”」』]\s*$", piece[left:at]):
                parts.append(piece[left:at])
                left = at
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character == "、" and not depth:
            parts.append(piece[left:at])
            left = at + 1
    return [*parts, piece[left:]]
