"""Headings → a tree: which heading stands under which, and how far each reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.headings import find_headings, is_first, vocatives
from indexer.line_headings import Heading, Style, is_item


@dataclass(frozen=True, slots=True)
class Node:
    """A heading with its place in the tree; ``parent`` is an index into the list of nodes, None at the top."""

    heading: Heading
    level: int
    parent: int | None
    end: int


def outline(text: str) -> list[Node]:
    """Return the headings of ``text`` as a tree, in document order.

    Numbered styles close every open section of their own or a lower rank. A bare or run-in heading or an item (一是…)
    closes up to the last of its own style, else it opens a level below whatever is open. A dash heads its paragraph
    only, and so does the last run-in heading or item of a row whose others do. A vocative closes all but the top.
    """
    headings = list(find_headings(text))
    reaches = [_line_end(text, h.start) if h.style is Style.DASH else len(text) for h in headings]
    addressed = vocatives(text)
    for last in _last_of_short_rows(text, _nest(text, headings, addressed, reaches)):
        reaches[last] = _over_items(text, _line_end(text, headings[last].start))
    return _nest(text, headings, addressed, reaches)


def _nest(text: str, headings: Sequence[Heading], addressed: Sequence[int], reaches: Sequence[int]) -> list[Node]:
    """Give each heading its level, parent and end; ``reaches`` are the furthest places at which they can end."""
    nodes: list[Node] = []
    open_: list[int] = []
    breaks = iter([*addressed, len(text) + 1])
    next_break = next(breaks)

    def close(down_to: int, at: int) -> None:
        while len(open_) > down_to:
            i = open_.pop()
            nodes[i] = replace(nodes[i], end=_before(text, min(at, reaches[i])))

    for heading in headings:
        while next_break < heading.start:
            close(min(1, len(open_)), next_break)
            next_break = next(breaks)
        while open_ and reaches[open_[-1]] <= heading.start:
            close(len(open_) - 1, reaches[open_[-1]])
        close(_depth(heading, [nodes[i].heading.style for i in open_]), heading.start)
        nodes.append(Node(heading, len(open_), open_[-1] if open_ else None, len(text)))
        open_.append(len(nodes) - 1)
    close(min(1, len(open_)), next_break)
    close(0, len(text))
    return nodes


def _depth(heading: Heading, open_styles: Sequence[Style]) -> int:
    """Return how many of the open sections stay open above ``heading``."""
    style = heading.style
    if style >= Style.BARE:
        return open_styles.index(style) if style in open_styles else len(open_styles)
    kept = Style.BARE if is_first(heading) and style not in open_styles else None
    return next((i for i, above in enumerate(open_styles) if above >= style and above != kept), len(open_styles))


def _last_of_short_rows(text: str, nodes: Sequence[Node]) -> Iterator[int]:
    """Yield the last run-in heading or item of each row whose others all end with their paragraph."""
    rows: dict[tuple[int | None, Style], list[int]] = {}
    for i, node in enumerate(nodes):
        if node.heading.style in (Style.RUN_IN, Style.ITEM):
            rows.setdefault((node.parent, node.heading.style), []).append(i)
    for *others, last in rows.values():
        if others and all(nodes[i].end <= _line_end(text, nodes[i].heading.start) for i in others):
            yield last


def _over_items(text: str, line_end: int) -> int:
    """Return the end of the last of the items (一是…) that follow line after line."""
    while line_end < len(text):
        following = _line_end(text, line_end + 1)
        if not is_item(text[line_end + 1 : following]):
            break
        line_end = following
    return line_end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _before(text: str, at: int) -> int:
    """Return one past the last character before ``at`` that is not white space."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at
