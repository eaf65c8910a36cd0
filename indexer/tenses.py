"""Sentences that speak of another time than their section: a look back in a plan, a target in a review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.corpus import Period, Scope
from indexer.scopes import arabic_years

_LEAD = re.compile(r"^(?:[\s—–“-]|各位代表[，！：,!:]|(?:但是?|而|同时|其中)，?)*")
_LOOKS_BACK = re.compile(
    r"(?:回顾)?(?:过去的?一年|一年来|过去[的这]?[两三四五]年|[两三四五]年来|这[两三四五]年|刚刚过去的|本届政府|今年以来|过去，)"
)
_SEVERAL = re.compile(r"(?:过去[的这]?|这)?[两三四五]年|本届政府")
_LAST_YEAR = re.compile(r"与?去年(?!.*今年)")
_LOOKS_AHEAD = re.compile(
    r"(?:[我咱]们)?(?:在?新的一年|今年|明年|下一?步|今后|未来|面向未来|要|将|必须|应当|各级政府要|让我们|展望)"
)
_TURNS_AHEAD = re.compile(r"(?:在?新的一年|明年|来年|下一?步|下一?阶段|今后|面向未来|展望未来)")
_INTENDS = re.compile(r"将(?!.{0,30}纳入)|力争|计划|预计|确保|拟|争取|要")
_THIS_YEAR_INTENDS = re.compile(r"今年[^。；]{0,12}?(?:将|要|力争)(?!.*已)")
_YEAR = re.compile(r"((?:力争)?[到至])?(20\d\d)年((?:全年|底|末)?[，,])?")
_SHORTCOMINGS = re.compile(
    r"(?:当然|与此同时|在[^，。]{0,15}的?同时)?，?(?:我们|我镇|街道|也|还|更|要|都|必须|应|同时|工作中)*"
    r"(?:(?:清醒|深刻|充分|客观)?地?(?:看到|认识到|意识到)|(?:也|还|仍|依然)?(?:存在|面临)(?:着|的|一些|不少|主要|突出)*)"
    r".{0,80}?(?:问题|不足|困难|挑战|短板|差距)"
)
_UNTOLD = Period()
_OPENING = 120
"""Characters of a sentence in which a turn to another time shows."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The first review and the first plan of a report, as its sections tell them; empty where it has none."""

    review: Period = _UNTOLD
    plan: Period = _UNTOLD


def sentence_periods(
    sentences: Sequence[str], inherited: Period, calendar: Calendar, running: Period | None = None
) -> tuple[list[Period], Period | None]:
    """Return the period of each sentence of one paragraph, and the turn that holds at its end.

    A look back ("过去一年，…") or ahead ("下一步，…") and a list of shortcomings last until the paragraph turns again;
    去年 or a year at the start holds for its own sentence. ``running`` is a turn from an earlier paragraph.
    """
    periods = []
    for sentence in sentences:
        opening = arabic_years(sentence[:_OPENING])
        opening = _LEAD.sub("", opening, count=1)
        turn = _turn(opening, inherited, calendar)
        if turn is not None:
            running = None if turn == inherited else turn
        periods.append(_once(opening, running or inherited, calendar))
    return periods, running


def _turn(opening: str, inherited: Period, calendar: Calendar) -> Period | None:
    """Return the period from here on; None where the sentence does not say."""
    if inherited.scope is Scope.PLANNED:
        if _LOOKS_BACK.match(opening):
            return _looking_back(opening, inherited, calendar)
        return inherited if _LOOKS_AHEAD.match(opening) else None
    if _SHORTCOMINGS.match(opening):
        return Period(None, inherited.year, inherited.year_from)
    if _TURNS_AHEAD.match(opening):
        return Period(Scope.PLANNED, calendar.plan.year)
    if _LOOKS_BACK.match(opening):
        return _looking_back(opening, inherited, calendar) if inherited.scope is None else inherited
    return None


def _looking_back(opening: str, inherited: Period, calendar: Calendar) -> Period:
    if calendar.review.year_from and _SEVERAL.match(opening):
        return calendar.review
    before = inherited.year - 1 if inherited.year and not inherited.year_from else None
    return Period(Scope.DONE, calendar.review.year or before)


def _once(opening: str, period: Period, calendar: Calendar) -> Period:
    """Return the period of one sentence that opens with a year, in a text that speaks of ``period``."""
    if _LAST_YEAR.match(opening) and period.scope is Scope.PLANNED:
        return _looking_back(opening, period, calendar)
    if _THIS_YEAR_INTENDS.match(opening) and period.scope is Scope.DONE and calendar.plan.year != period.year:
        return Period(Scope.PLANNED, calendar.plan.year)
    found = _YEAR.match(opening)
    if not found or period.year is None:
        return period
    year, first = int(found[2]), period.year_from or period.year
    if year > period.year and (period.scope is Scope.PLANNED or _INTENDS.search(opening)):
        return Period(Scope.PLANNED, year)
    alone = found[3] and not found[1]  # 2021年，… but not 2021年启动的… nor 到2021年，…
    if year < first and alone and period.scope is Scope.PLANNED:
        return Period(Scope.DONE, year)
    return Period(period.scope, year) if first <= year <= period.year and found[3] else period
