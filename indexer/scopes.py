"""What a heading says of time: done or planned, and of which years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.corpus import Scope

_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")
_WRITTEN_YEAR = re.compile(r"(?:[一二][〇零九○][〇零○一二三四五六七八九]{2}|[１２][０９][０-９]{2})(?=\s*[年—–-])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年?\s*[-—–~至到]+\s*((?:19|20)\d\d)\s*)?年")
_OF_PERIOD = r"[”\"]?\s*(?:时期|规划|期间|以来|计划|末|发展)"
_FIVE_YEAR_PLAN = re.compile(rf"[“\"](十[一二三四五六七]?)五[”\"]|(十[一二三四五六七])五{_OF_PERIOD}")
_SEVERAL = re.compile(
    r"(?:过去|近|[这本])的?([两二三四五])年|(?<![第前十])([两二三四五])年(?:[来间]|的?(?:主要)?(?:工作|发展|成[绩效就]))"
    r"|本届政府|(?:今后|未来)([三五])年|[一这]届"
)
_PLANS = ("十", "十一", "十二", "十三", "十四", "十五", "十六", "十七")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_NUMBER = re.compile(r"第?[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、．.]|部分|[章篇节])[、．.\s　：:]*")

_DONE = re.compile(
    r"回顾|总结|情况$|(?:取得|主要|工作)(?:的|了)?(?:主要)?成[绩效就]$|(?:所?做|完成)的?(?:主要|重点)?工作$"
    r"|过去的?(?:一年|[两三四五]年)|(?:今年以来|一年来|[三四五]年来|上半年|前三季度).{0,8}工作$|^去年"
)
_PLANNED = re.compile(
    r"(?:计划|安排|部署|打算|思路|展望|建议|任务|目标|要求|重点工作|工作重点|取向|谋划|举措|措施|要点|方向|设想)$"
    r"|^(?:对|关于)?(?:今年|明年|来年|下一年|下一?步|下一?阶段|今后|未来)|^下半年.{0,12}工作$"
)
_TOPIC_VERBS = re.compile(
    r"(?:全面|圆满|超额|较好|顺利|如期|紧紧|牢牢|主动|聚力)*"
    r"(?:完成|实现|聚焦|紧扣|紧盯|围绕|锚定|瞄准|坚持|落实|狠抓|突出|强化|推动|推进|确保|力争|加强|深化|抓好)"
)
_STRICTLY_PLANNED = re.compile(
    r"^(?:(?:对|关于)?(?:今年|明年|来年|下一年|下一?步|下一?阶段|下半年|今后|(?:19|20)\d\d年).{0,20}"
    r"(?:计划|安排|打算|思路|重点|工作|任务|目标|方向|措施|举措|建议|设想)|.{0,6}工作(?:计划|打算|安排))$"
)
_STRICTLY_DONE = re.compile(
    r"^(?:去年|今年以来|过去一年|上半年|前三季度|(?:19|20)\d\d年).{0,20}(?:回顾|总结|情况|成[绩效就])$"
)
_SHORTCOMINGS = re.compile(
    r"(?:存在|面临)(?:的|着)?(?:一些|主要|突出|困难|风险|[、和与及])*(?:问题|不足|困难|挑战|短板|差距)(?!整改|排查)"
    r"|^(?:主要|突出|当前)*(?:的)?(?:问题|不足|困难|短板|差距)(?!导向|整改|清单|排查)"
)
_BOTH = re.compile(r"(?:总结|回顾|情况).*[和及与暨、].*(?:计划|安排|打算|思路|任务|部署|要点)")
_HALF_YEAR = re.compile(r"上半年|下半年|前三季度|[一二三]季度|前[一二三四五六七八九十]{1,2}个?月|(?:今|20\d\d)年以来")


@dataclass(frozen=True, slots=True)
class Mention:
    """What a heading says of time.

    ``year`` and ``year_from`` as in Period; ``years`` counts them for 过去五年; ``both`` marks a title of review and
    plan, ``within_year`` a part that does not cover a full year (上半年), so that the next is in the same one.
    """

    scope: Scope | None = None
    year: int | None = None
    year_from: int | None = None
    years: int = 1
    both: bool = False
    within_year: bool = False

    @property
    def tells_time(self) -> bool:
        """True where the heading tells done from planned, or names both."""
        return self.both or self.scope is not None


def read_heading(heading: str, strictly: bool = False) -> Mention:
    """Return what ``heading`` says of scope and years, e.g. 2022年主要工作回顾 → done, 2022.

    ``strictly``: for a heading inside a part, where 目标 or 任务 alone are mere topics.
    """
    bare = bare_heading(arabic_years(heading))
    year, year_from = _years(bare)
    scope = None if _BOTH.search(bare) else _strict_scope(bare) if strictly else _scope(bare)
    return Mention(
        scope, year, year_from, _count(bare), bool(_BOTH.search(bare)), within_year=bool(_HALF_YEAR.search(bare))
    )


def bare_heading(heading: str) -> str:
    """Return ``heading`` without its number, remarks in brackets at its end, and 的报告."""
    bare = re.sub(r"(?:[（(][^）)]{0,20}[)）])+$", "", _NUMBER.sub("", heading, count=1).strip())
    return re.sub(r"(?<!工作)的?(?:报告|汇报)$", "", bare)


def is_shortcomings(heading: str) -> bool:
    """Tell whether a heading announces problems: neither work done nor work planned."""
    bare = bare_heading(heading)
    return bool(_SHORTCOMINGS.search(bare)) and not _DONE.search(bare)


def opening_year(body: str) -> int | None:
    """Return the year by which the first lines of a part say what they are about: 2022年是…, 2022年，全镇…."""
    found = re.search(r"^[ \t\u3000]*((?:19|20)\d\d)年(?:[，,]?是|以?来|上半年|[，,])", arabic_years(body[:400]), re.M)
    return int(found[1]) if found else None


def spoken_year(opening: str) -> int | None:
    """Return the year of the day on which a speech was held, from the lines before its first heading."""
    found = re.search(
        r"^[ \t\u3000（(—–-]*((?:19|20)\d\d)年\d{1,2}月\d{1,2}日.{0,40}$", arabic_years(opening[:600]), re.M
    )
    return int(found[1]) if found else None


def arabic_years(text: str) -> str:
    """Return ``text``, as long as before, with years such as 二〇二二年 and ２０２２年 in ASCII digits."""
    return _WRITTEN_YEAR.sub(lambda year: year[0].replace("九", "9").translate(_DIGITS), text)


def _scope(bare: str) -> Scope | None:
    if _DONE.search(bare):
        return Scope.DONE
    if _TOPIC_VERBS.match(bare):
        return None
    if _PLANNED.search(bare) or (_YEAR.match(bare) and bare.endswith("工作")):
        return Scope.PLANNED
    return None


def _strict_scope(bare: str) -> Scope | None:
    if _DONE.search(bare):
        return Scope.DONE if _STRICTLY_DONE.search(bare) else None
    return Scope.PLANNED if _STRICTLY_PLANNED.search(bare) else None


def _years(text: str) -> tuple[int | None, int | None]:
    """Return the last year a heading names and, if it names a range or a five-year plan, the first."""
    if found := _YEAR.search(text):
        first, last = int(found[1]), int(found[2] or found[1])
        return last, first if last > first else None
    if plan := _FIVE_YEAR_PLAN.search(text):
        first = 2001 + 5 * _PLANS.index(plan[1] or plan[2])  # “十五”: 2001-2005
        return first + 4, first
    return None, None


def _count(text: str) -> int:
    found = _SEVERAL.search(text)
    return _COUNTS.get(found[1] or found[2] or found[3] or "五", 5) if found else 1
