"""The clauses of a report turned into the questions that they answer.

完成低效工业企业整治77家 becomes 完成低效工业企业整治多少家？
The wording is the report's own; what would not read like a question that a resident asks is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from chat_app.clauses import Clause, split_clauses
from chat_app.lists import find_enumerations
from chat_app.quantities import MEASURES, Quantity, find_quantities
from chat_app.verbs import VERB, without_verbs
from indexer.corpus import Passage, Scope, Section

HEADING = {Scope.DONE: "“{}”做了哪些工作？", Scope.PLANNED: "“{}”有什么计划？", None: "“{}”说了什么？"}
"""What is asked of a section by its heading; None for one that is neither done nor planned."""
_SHORTEST, _LONGEST = 8, 30
"""Characters of a question."""
_LONGEST_HEADING = 16
_LEANS = re.compile(
    r"[该其此这那使让令并且也还又均都则却但而即当从各以为将把被由受与和同比较因未我每户首只]|所以|进而|确保|实现了?[^,，]{0,4}$|分别|达到?\d|人均\d"
    r"|总额|累计\d|共[\d计]|[近约]\d|综合产值|营业|实现营业|到位|支出资金|票价|全长|工期|规模|新址|总?投资总?额?\d+[^的]*$|协议|规划用地|可[提供]|剩余"
    r"|开[街业]|降低利息|年产|日供|签约入驻|吸纳|现场|设护理|覆盖|[一二三四五六七八九]是|至今|计划20|已修复|拥有|总产量|平均|仍有"
)
"""Openings of clauses that take their subject from elsewhere."""
_VAGUE = re.compile(
    r"我[们国省市县区镇]|他们|它|以上|以下|以内|左右|[一二三四五六七八九十]大|上述|其中|这[些一]|另外|\s|[未又：:]|(?<!基)因|分别|各多少|等多少"
    r"|每增长|^将|^“[^”]+”多少|^多少[户件]|、[^、“”]{2,5}多少|各的|好多少|依托哪些|多少[^？]{0,3}的|多少(?:万?小时|天|个工作日|分钟)."
)
_UNIT = re.compile(rf"([万亿]*)(?:%|％|‰|({MEASURES}))?(?:以上|以下|以内|左右|上下)?$")
_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"(?:19|20)\d\d年|“[^”]*”")
_WHEN = re.compile(r"(?:[去今上]年末?|目前|现在)(?!均)")
_OTHERS = re.compile(r"等(?:地(?!区)|人|方面)?")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*")
_COUNTED = re.compile(r"等?\s*(?:(?:[\d,.]+|[两三四五六七八九十]+)余?(?:个|家|项|处|类|种|座|条|名|大)?)?")
_MEASURED = re.compile(
    r"(?:率|额|量|收入|产值|[总加]值|外资|直接投资|产投资|面积|里程|总长|[总人]数|比重|占比|缺口|人口|赤字|指数|能力)$"
)
_MOVES = re.compile(
    r"(?:实际|年均|同比)?(?:增长|增加|提高[到至]|提高|减少|下降|降低|达到|保持在|控制在|稳定在|突破|再?压减|扩大到|上升到|提升到|升至)$"
)
_INVESTED = re.compile(
    r"(?P<verb>总?投资)(?P<figure>[\d.]+[万亿]*元?)的(?P<what>[^,，]{4,}?(?:项目|工程|街区|基地|园区))"
)
_SETTLED = re.compile(
    r"(?:完成|完工|竣工|开工|动工|启动|启用|投用|投入使用|投入运营|建成|投产|贯通|通车|上市|落地|开放|开通|办结|销号|落成|挂牌|验收|出让|挂牌运行|开业|封顶|结顶)$"
)
_NAMED = re.compile(r"(?P<who>[^,，、]{3,14})(?P<verb>被评为|获评|荣获|入选|被列为|被命名为)(?P<what>.{4,})")
_ALSO_VERBS = re.compile("铺设|整修|加装|新创|新招录|新培育|接待|减轻|设立|招募|栽植|硬化|安装")
_NO_RESULT = re.compile(r"(?:面对|针对|应对|依托|聚焦|围绕|利用|坚持|力争)$")
_CLOSING = "，,、；;：: "


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question made of the clause at ``[start, end)`` of a passage.

    An answer to it has to give ``figure`` and all ``items``, and ``verdict``, where they are set.
    """

    text: str
    start: int
    end: int
    figure: Quantity | None = None
    items: tuple[str, ...] = ()
    verdict: str | None = None


def reword(passage: Passage) -> tuple[Candidate, ...]:
    """Return the questions that the clauses of ``passage`` make, figures first, then lists, names and what is done."""
    planned = passage.period.scope is Scope.PLANNED
    makers = (_of_figure, _of_list, _of_name, *(() if planned else (_of_deed,)))
    clauses = [clause for clause in split_clauses(passage.text) if _stands_alone(clause, passage.text)]
    made = chain.from_iterable(maker(clause, passage) for maker in makers for clause in clauses)
    return tuple(candidate for candidate in made if _reads_well(candidate.text))


def ask_of_section(section: Section) -> str:
    """Return what is asked of a section by its heading, ``""`` where that does not read well (一是…, …)."""
    heading = _NUMBERED.sub("", section.heading, count=1)
    telling = VERB.search(heading) or re.search("更|区$", heading)
    if not telling or len(heading) > _LONGEST_HEADING or re.search("[,，“”]|^[一二三四五六七八九十]是", heading):
        return ""
    return HEADING[section.period.scope].format(heading)


def _stands_alone(clause: Clause, text: str) -> bool:
    piece = text[clause.start : clause.end]
    return not (clause.aside or clause.leans(text) or clause.sets_the_scene(text) or _LEANS.match(piece))


def _reads_well(question: str) -> bool:
    said = question.rstrip("？")
    return (
        _SHORTEST <= len(said) <= _LONGEST
        and said.count("多少") + said.count("哪些") <= 1
        and not _VAGUE.search(said)
        and all(said.count(a) == said.count(b) for a, b in ("“”", "（）", "()", "《》"))
    )


def _of_figure(clause: Clause, passage: Passage) -> Iterator[Candidate]:
    """Yield the question for the only figure of a clause, or for each between 、 (“儿童之家”5处、康养中心3处)."""
    piece = passage.text[clause.start : clause.end]
    pieces = piece.split("、") if len(find_quantities(piece)) > 1 else [piece]
    verb = _opening_verb(pieces[0])
    for place, part in enumerate(pieces):
        if place and not verb:
            return
        whole = verb + part if place else _WHEN.sub("", part.rpartition("：")[2], count=1)
        found = find_quantities(whole)
        if len(found) != 1 or not _DIGIT.search(found[0].text):
            continue
        asked = _asked(whole, found[0], planned=passage.period.scope is Scope.PLANNED)
        if asked and not _DIGIT.search(_DATED.sub("", asked)):
            yield Candidate(f"{asked}？", clause.start, clause.end, figure=found[0])


def _opening_verb(text: str) -> str:
    opening = text.removesuffix(without_verbs(text))
    return opening if len(opening) > 1 else verb[0] if (verb := VERB.match(text)) else ""


def _asked(part: str, figure: Quantity, *, planned: bool) -> str:
    """Return ``part`` with 多少 in place of its figure, ``""`` where that gives no question."""
    if invested := _INVESTED.match(part):
        return f"{invested['what']}{invested['verb']}多少{_measure(invested['figure'])}"
    start = figure.start + (figure.text.startswith("约") and part[: figure.start].endswith(("签", "节", "预", "履")))
    before, after = part[:start].strip(), part[figure.end :].strip(_CLOSING)
    for listed in [found for found in find_enumerations(before) if found.open][::-1]:
        before = before[: listed.start] + _OTHERS.sub("", before[listed.end :], count=1)
        if len(without_verbs(before)) < 3:
            return ""
    many = f"多少{_measure(figure.text)}"
    if len(without_verbs(before)) < 2 and len(after) < 2:
        return ""
    if after and figure.unit in ("%", "‰"):
        return ""
    if after or VERB.search(_opening_verb(part)):
        return _planned(before + many + after) if planned else before + many + after
    return _of_amount(before, many, planned=planned)


def _of_amount(before: str, many: str, *, planned: bool) -> str:
    """Return the question for a figure that closes its clause: 财政总收入是多少亿元, 固定资产投资计划增长多少."""
    if planned and (moves := _MOVES.search(before)) and not re.search(r"[将拟]|计划|力争", before):
        return f"{before[: moves.start()]}计划{moves[0]}{many}"
    if planned and _ALSO_VERBS.match(before):
        return f"计划{before}{many}"
    if planned and not moves and not re.search("[将达要拟]|安排|毕业生", before):
        return f"{before}的目标是{many}" if len(before) > 3 and not VERB.fullmatch(before[-2:]) else ""
    return f"{before}是{many}" if _MEASURED.search(before) else f"{before}{many}"


def _measure(figure: str) -> str:
    unit = _UNIT.search(figure)
    return f"{unit[1]}{unit[2] or ''}" if unit else ""


def _planned(text: str) -> str:
    return text if re.search(r"[将拟]|计划|力争|预期|目标|^要", text) else f"计划{text}"


def _of_list(clause: Clause, passage: Passage) -> Iterator[Candidate]:
    """Yield the question for an open list (成功创建大徐、新阳等“十无村”5个 → 成功创建了哪些“十无村”？)."""
    text = passage.text[clause.start : clause.end]
    for found in find_enumerations(text):
        before, noun = text[: found.start].strip(), _noun(text[found.end :])
        opened = not before or bool(VERB.fullmatch(before[-2:])) or before[-1] in "好了对"
        if not (found.open and noun and opened) or _DIGIT.search(_DATED.sub("", before)):
            continue
        if not before and ("的" in noun or not VERB.search(noun, 2)):
            continue
        yield Candidate(f"{_before_list(before, passage)}哪些{noun}？", clause.start, clause.end, items=found.items)


def _before_list(before: str, passage: Passage) -> str:
    if passage.period.scope is Scope.PLANNED:
        return _planned(before) if before else ""
    has_result = bool(VERB.fullmatch(before[-2:])) and not _NO_RESULT.search(before)
    return f"{before}了" if has_result and len(before) <= 6 else before


def _noun(behind: str) -> str:
    """Return what is listed, without its number (等文化活动38场次 → 文化活动); ``""`` where it is vague."""
    if re.match("等[地人](?!区)", behind):
        return ""
    head = _COUNTED.sub("", behind, count=1)
    figures = find_quantities(head)
    if figures and figures[-1].end < len(head):
        return ""
    noun = head[: figures[0].start] if figures else head
    return "" if len(noun) < 3 or noun[0] in "的地方了和与及各、” " else noun


def _of_name(clause: Clause, passage: Passage) -> Iterator[Candidate]:
    """Yield the question for a title (步阳集团被评为国家级绿色工厂 → 步阳集团被评为什么？)."""
    found = _NAMED.fullmatch(passage.text[clause.start : clause.end])
    if found and not _DIGIT.search(found[0]):
        yield Candidate(f"{found['who']}{found['verb']}什么？", clause.start, clause.end, items=(found["what"],))


def _of_deed(clause: Clause, passage: Passage) -> Iterator[Candidate]:
    """Yield the question for what is done (步阳国际成功上市 → 步阳国际成功上市了吗？)."""
    text = passage.text[clause.start : clause.end]
    if _SETTLED.search(text) and not VERB.match(text) and len(text) <= 22 and not find_quantities(text):
        yield Candidate(f"{re.sub('已经?', '', text)}了吗？", clause.start, clause.end, verdict="yes")
