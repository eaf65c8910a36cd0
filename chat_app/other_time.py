"""What a question has done that the report only plans, or to come that it has done already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat_app.answers import Evidence
from chat_app.claims import asks_what, asks_whether, segments
from chat_app.findings import Part
from chat_app.questions import Query
from chat_app.verdicts import Decision, only_planned
from indexer.corpus import Scope

_AHEAD = 0.03
"""By how much the passage of the other time must score higher, although its year counts against it."""
_SPEAKS_OF_IT = 0.55
"""The least score that it must have."""
_YEAR = re.compile(r"(?:19|20)\d\d|[今去前明]年")
_HAPPENED = re.compile(r"了|已|过(?!去)|就[一-鿿]{1,3}(?:成|好|完)")
_TO_COME = re.compile(r"要等|等到|才(?!能)|拖到|计划|打算|将")


@dataclass(frozen=True, slots=True)
class OtherTime:
    """The passage that speaks of the matter at another time than the question has it; ``query`` asks without a time."""

    query: Query
    evidence: Evidence

    def decision(self, part: Part) -> Decision:
        """Return the verdict that ``part``, what is quoted of the passage, gives on the question."""
        period = self.evidence.period
        if period.scope is Scope.PLANNED:
            return only_planned(part)
        return Decision("no", part, "不是：", (f"报告把它列为{period.year}年完成的工作。",))


def other_time(query: Query, evidence: Sequence[Evidence], kept: Sequence[Evidence]) -> OtherTime | None:
    """Return where the report has at another time what ``query`` asserts of a year, None where it has not.

    ``evidence`` is what was found for the question, the best first, ``kept`` what of it is of the year asked for. Only
    done against planned counts: of a year before the reports nothing is known.
    """
    if query.year is None or query.both or not evidence or not _asserts(query):
        return None
    best = evidence[0]
    if best in kept or best.period.year is None or best.score < _SPEAKS_OF_IT:
        return None
    if kept and best.score - kept[0].score < _AHEAD:
        return None
    happened, to_come = bool(_HAPPENED.search(query.text)), bool(_TO_COME.search(query.text))
    later = best.period.scope is Scope.PLANNED and best.period.year == query.year + 1 and happened
    earlier = best.period.scope is Scope.DONE and best.period.year == query.year - 1 and to_come
    if not (later or earlier):
        return None
    return OtherTime(replace(query, year=None, years=(), scope=None), best)


def _asserts(query: Query) -> bool:
    """Tell whether the question takes for granted or asks whether something was in its year."""
    if asks_whether(query.text):
        return True
    return any(_YEAR.search(segment) and not asks_what(segment) for segment in segments(query.text))
