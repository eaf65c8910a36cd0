"""The headings of a report: those that single lines show, less what their neighbours tell apart.

Beside the rules for one line stand two for several: topics alone on a line (工业经济) are headings where paragraphs
stand between them, and numbered lines with nothing under them are the items of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.line_headings import Heading, Line, Style, is_vocative, line_headings, states_a_fact
from indexer.sentences import sentences

_NOT_BARE = re.compile(
    r"[。！？；：:，,!?|\t]|(?:报告|讲话|汇报|公报|总结|材料|人民政府|办事处|委员会|党委|党工委|会议上|会上)[）)]?$"
    r"|(?:[镇乡区县市省局院]长|书记|主任|主席|总理|代表)\s*[\u4e00-\u9fff\s]{2,5}$"
    r"|(?:\d{4}年\d{1,2}|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2})月|附件|^—|^-"
)
_BARE_LONGEST = 25
_PROSE_SHORTEST = 40
"""Characters of a paragraph below which a short line above it is no bare heading."""


def find_headings(text: str) -> Iterator[Heading]:
    """Yield the headings of ``text`` in order of their place."""
    lines = list(_lines(text))
    bare = _bare_lines(lines)
    found = [list(line_headings(line)) or ([bare[line.start]] if line.start in bare else []) for line in lines]
    items = set(_list_items(found))
    for at, headings in enumerate(found):
        if at not in items:
            yield from headings


def vocatives(text: str) -> list[int]:
    """Return the places of the lines that address the audience (各位代表！): they close the sections of a speech."""
    places, start = [], 0
    for line in text.split("\n"):
        if is_vocative(line):
            places.append(start)
        start += len(line) + 1
    return places


def is_first(heading: Heading) -> bool:
    """Tell whether a numbered heading is the first of its row: 一、 （一） 1."""
    return bool(re.match(r"第?[（(]?[一1１][、．.)）部章篇节]", heading.shown))


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        if content := line.strip():
            lead = len(line) - len(line.lstrip())
            yield Line(start + lead, content, tuple(sentences(content, 0, len(content))))
        start += len(line) + 1


def _bare_lines(lines: Sequence[Line]) -> dict[int, Heading]:
    """Return the topics that stand alone on a line (工业经济), by place; a report has several or none."""
    found = {
        line.start: Heading(Style.BARE, line.start, line.start + len(line.content), line.content, run_in=False)
        for before, line, after in zip([None, *lines], lines, lines[1:], strict=False)
        if 3 <= len(line.content) <= _BARE_LONGEST
        and not _NOT_BARE.search(line.content)
        and not states_a_fact(line.content)
        and len(after.content) >= _PROSE_SHORTEST
        and after.content[-1] in "。！；;.”"
        and (before is None or _may_precede_bare(before))
    }
    return found if len(found) > 1 else {}


def _may_precede_bare(line: Line) -> bool:
    prose = len(line.content) >= _PROSE_SHORTEST or bool(_NOT_BARE.search(line.content))
    return prose or next(line_headings(line), None) is not None


def _list_items(found: Sequence[Sequence[Heading]]) -> Iterator[int]:
    """Yield the lines that only look like numbered headings: nothing stands under them, so they are items of a list.

    The last 3. of such a list goes with the others, whatever follows it.
    """
    before: Style | None = None
    for at, headings in enumerate(found):
        style = headings[0].style if headings else None
        if style is None or not Style.PART <= style <= Style.ARABIC_BRACKETS or headings[-1].run_in:
            before = None
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        goes_on = before == style >= Style.ARABIC and not is_first(headings[0])
        if goes_on or after is None or (after and after[0].style <= style):
            before = style
            yield at
        else:
            before = None
