"""What else was found for a question that wants several things, added to what is quoted until the answer is full."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat_app.answers import Evidence
from chat_app.questions import Query
from chat_app.reading import Extract, Reader
from chat_app.wording import Kind

_FULL = 250
"""Characters quoted in all; the years and scopes that tell sentences apart come on top."""
_MOST = 8
"""Sentences quoted in all."""
_CLOSE = 0.6
"""Share of the best passage's score that a passage must reach to be quoted as well."""
_TIME = re.compile(r"[年月]|^(?:19|20)\d\d$")
_SEVERAL = re.compile(
    r"哪些|哪几|都(?:有|是)?(?:什么|啥)|(?:什么|啥)[一-鿿]{0,4}(?:做法|措施|举措|办法|法子|安排|动作|要求|成绩|变化)"
)


def gather(query: Query, extracts: Sequence[Extract], evidence: Sequence[Evidence], reader: Reader) -> list[Extract]:
    """Return ``extracts`` and, of the ``evidence`` of the same report beside them, what is nearly as good.

    Only where ``query`` wants an overview, or several things that no one list in the report has. What is of the same
    time as the first stands before what is of another.
    """
    if not extracts or not wants_several(query, extracts[0]):
        return list(extracts)
    first, known = extracts[0].evidence, {extract.evidence.passage for extract in extracts}
    least = _CLOSE * max((item.score for item in evidence), default=0.0)
    beside = [e for e in evidence if e.report == first.report and e.passage not in known and e.score >= least]
    gathered = list(extracts)
    for extract in reader.read(query, beside):
        if _only_of_the_time(extract):
            continue
        if len(gathered) < _MOST and sum(e.end - e.start for e in (*gathered, extract)) <= _FULL:
            gathered.append(extract)
    if len(gathered) == len(extracts):
        return gathered
    return sorted(gathered, key=lambda extract: extract.evidence.period != first.period)


def _only_of_the_time(extract: Extract) -> bool:
    """Tell whether a range shares no word with the question but one for the time (2022年是不易的一年)."""
    shared = [token for token in extract.covered if len(token) > 1]
    return bool(shared) and all(_TIME.search(token) for token in shared)


def wants_several(query: Query, best: Extract) -> bool:
    """Tell whether ``query`` wants an overview, or several things of which the ``best`` range has no list."""
    if query.kind is Kind.OVERVIEW:
        return True
    return query.kind in (Kind.LIST, Kind.EXPLAIN) and best.short is None and bool(_SEVERAL.search(query.text))
