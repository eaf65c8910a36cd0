"""What lies outside the reports: years they do not speak of, and places they do not name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from chat_app.answers import Evidence
from chat_app.questions import Query
from chat_app.wording import Kind, is_stop_word
from indexer.corpus import Period, Report, Scope
from indexer.lexicon import normalise, words

_KINDS_OF_PLACE = ("街道", "镇", "乡", "县", "省")
_SMALL_TALK = re.compile(
    r"(?:今天|明天|后天|现在|周末|外面)[^，,]{0,4}天气|讲个(?:笑话|故事)|笑话|你(?:真|好)?(?:棒|厉害|聪明|是谁|叫什么|会什么|几岁)|^(?:hi|hello|哈+|在吗|再见|拜拜)\W*$"
)
_WHOLE_PLACE = re.compile(r"[一-鿿]{2,}[市县省镇]")
_SEAT = re.compile(
    r"(?:^|[省市县区州])([一-鿿]{2,4}?)(?:街道|镇|乡|县|区|市)(?=\d|人民|办事处|工作|政府|$)", re.MULTILINE
)
_NO_PLACE = re.compile(
    r"示范|样板|标杆|先进|城镇|乡镇|城市|超市|夜市|集市|股市|楼市|上市|全市|省市|县市|各|全|本|我|咱|所有|每个|哪|该|这|那|村镇|小镇|重镇"
)
_NO_NAME = re.compile(r"[一二两三四五六七八九十百几年月日时期前后往别]|企业|单位|部门|居民|群众|社区")
"""What stands before 街道 or 县 and names neither: times (去年街道…), numbers, people and bodies."""


def reasons(query: Query, reports: Sequence[Report]) -> tuple[str, ...]:
    """Return why the ``reports`` cannot answer ``query``, in plain Chinese; nothing when they may."""
    found = []
    if query.year is not None and not any(_speaks_of_year(report, query.year) for report in reports):
        found.append(f"报告里没有{query.year}年的内容。")
    absent = [place for place in _places(query.text) if not any(place in _said_by(report) for report in reports)]
    return (*found, *(f"报告里没有提到{place}。" for place in absent))


def of_the_place(text: str, reports: Sequence[Report]) -> set[str]:
    """Return the ids of those of ``reports`` that are of a place that ``text`` names; all where it names none of them.

    A place is known by its report's title and publisher (云溪镇人民政府: 云溪).
    """
    named = {report.id for report in reports if any(place in text for place in _own_places(report))}
    return named or {report.id for report in reports}


@lru_cache(maxsize=256)
def _own_places(report: Report) -> tuple[str, ...]:
    said = _normalised(report.title, report.publisher)
    return tuple(dict.fromkeys(found[1] for found in _SEAT.finditer(said)))


def is_small_talk(query: Query) -> bool:
    """Tell whether nothing is asked that any report could say: thanks, the weather, a joke."""
    return not query.words or bool(_SMALL_TALK.search(query.text))


def _said_by(report: Report) -> str:
    return _normalised(report.text, report.title, report.publisher)


@lru_cache(maxsize=4096)
def _normalised(*texts: str) -> str:
    return normalise("\n".join(texts))


def of_the_year(query: Query, evidence: Sequence[Evidence], reports: Sequence[Report] = ()) -> list[Evidence]:
    """Return the evidence that may answer for the year asked: of that year, of none, or naming it.

    What was reached over several years is no answer for one of them. 2016年报告 means the report that plans 2016,
    which reviews the year before.
    """
    year = query.year
    if year is None:
        return list(evidence)
    if query.report_year and (given := {r.id for r in reports if _plans(r, year)}):
        return [item for item in evidence if item.report in given]
    return [item for item in evidence if f"{year}年" in item.text or _is_of(item.period, year, query.kind)]


def _plans(report: Report, year: int) -> bool:
    return any(
        s.period.scope is Scope.PLANNED and _covers(s.period, year) and not s.period.year_from for s in report.sections
    )


def _is_of(period: Period, year: int, kind: Kind) -> bool:
    return _covers(period, year) and not (period.year_from and kind in (Kind.FIGURE, Kind.YES_NO))


def _speaks_of_year(report: Report, year: int) -> bool:
    named = f"{year}年" in report.text
    return named or any(s.period.year is not None and _covers(s.period, year) for s in report.sections)


def _covers(period: Period, year: int) -> bool:
    return period.year is None or (period.year_from or period.year) <= year <= period.year


def _places(text: str) -> list[str]:
    """Return the places that ``text`` names with what they are (东城街道, 义乌市), as far as words show them."""
    places = []
    for run in re.findall(r"[一-鿿]+", text):
        found = words(run)
        places += [word for word in found if _WHOLE_PLACE.fullmatch(word)]
        places += [name + kind for name, kind in pairwise(found) if kind in _KINDS_OF_PLACE and _is_name(name)]
    return [place for place in places if not _NO_PLACE.search(place)]


def _is_name(word: str) -> bool:
    return len(word) > 1 and not is_stop_word(word) and not _NO_NAME.search(word)
