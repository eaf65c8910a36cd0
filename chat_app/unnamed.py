"""Near misses of names: who or which ones it is, where the report only counts them or does not name anybody.

Like the checks in ``chat_app.gaps``, each returns the reason in plain Chinese, or ``""``.
"""

from __future__ import annotations

import re

from chat_app.clauses import split_clauses
from chat_app.findings import Found, plain
from chat_app.quantities import find_quantities
from chat_app.questions import Query
from chat_app.wording import MEASURE, Kind

_NAMES = re.compile(r"叫什么|叫啥|名字|名单|名[都全]?列|叫做|都[是有]谁|[是有]哪|哪[“\"二两三四五六七八九十]")
_HOW_MANY = re.compile(
    rf"哪[“\"]?(?P<which>[二两三四五六七八九十]|\d+)(?:{MEASURE}|无|有|大|样|招)|(?:^|[那这前])(?P<those>[二两三四五六七八九十]|\d+)(?:{MEASURE})"
)
_ASKS_WHO = re.compile(r"[是有]谁|叫什么|叫啥|名字|名单|列")
_SUCH = frozenset("家个户名项处所座村")
_MANY = 1000
_NUMERALS = "〇一二三四五六七八九十"
_QUOTED = re.compile(r"“([^”]*)”")
_TITLE = re.compile(
    r"(?P<title>老板|负责人|联系人|法人|经理|董事长|站长|书记|主任|镇长|乡长|区长|市长|局长|所长|院长|校长|园长|村长|理事长|会长|秘书长|传承人|带头人|组长|领导)"
    r"[^,，]{0,4}(?:是谁|是哪[位个]|叫什么|叫啥|姓什么|姓啥|谁)|哪[位个](?P<which>领导|干部|书记|主任|镇长|局长)"
)
_NAME = re.compile(r"叫什么|叫啥|名字|名称|名单")
_FIGURE = re.compile(r"^[\d.,]+\s*[余多]?[万亿千百]?[一-鿿%]{0,2}$")
_COUNTED = re.compile(r"\d+[余多]?[家个户名人项处所座]")
_KIND_OF = re.compile(r"(?:企业|公司|单位|人才|社区|小区|项目|学校|机构|基地)$")


def person_not_given(query: Query, found: Found) -> str:
    """Refuse who the boss, the head or the contact is where the passage does not speak of one."""
    asked = _TITLE.search(query.text)
    title = asked and (asked["title"] or asked["which"])
    return f"报告没有写{title}是谁。" if title and title not in found.passage else ""


def names_not_given(query: Query, found: Found) -> str:
    """Refuse to name several things of which only the number is given."""
    if not _NAMES.search(query.text):
        return ""
    asked = next(
        (count for match in _HOW_MANY.finditer(query.text) if (count := _count(match["which"] or match["those"])) > 1),
        0,
    )
    if not asked and _ASKS_WHO.search(query.text):
        asked = next((int(q.value) for q in find_quantities(query.text) if q.unit in _SUCH and 1 < q.value < _MANY), 0)
    if asked and _only_counts(found, asked):
        return "报告只写了数目，没有逐一列出。"
    clauses = re.split(r"[，,；;。]", found.passage)
    listed = max((max(c.count("、") + 1, c.count("“")) for c in clauses), default=0)
    some = "等" in found.quote and any(q.value == asked for q in find_quantities(found.quote))
    if asked and not some and max(listed, len(clauses) - 1) < asked:
        return "报告只写了数目，没有逐一列出。"
    return ""


def _only_counts(found: Found, asked: int) -> bool:
    """Tell whether the clause with the number asked about counts (企业3家、7家) and lists nothing besides."""
    clauses = [plain(found.quote[c.start : c.end]) for c in split_clauses(found.quote)]
    counting = [c for c in clauses if any(q.value == asked and q.unit in _SUCH for q in find_quantities(c))]
    items = [item for clause in counting for item in clause.split("、")]
    return bool(counting) and all(find_quantities(item) for item in items) and "“" not in "".join(counting)


def name_not_given(query: Query, found: Found) -> str:
    """Refuse what something is called where only a figure, or nothing, answers."""
    named = any(name not in query.text for name in _QUOTED.findall(found.quote))
    if not _NAME.search(query.text) or named or "、" in found.quote:
        return ""
    nothing = not found.short or _FIGURE.match(found.short)
    return "报告没有写名称。" if nothing else ""


def only_counted(query: Query, found: Found) -> str:
    """Refuse which ones it is where what is found is their kind, with their number behind it (企业1家)."""
    if query.kind in (Kind.FIGURE, Kind.TOPIC) or not found.short or not _KIND_OF.search(found.short):
        return ""
    counted = _COUNTED.match(found.quote, found.quote.find(found.short) + len(found.short))
    return "报告只写了数目，没有写名称。" if counted else ""


def _count(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else 2 if numeral == "两" else _NUMERALS.index(numeral)
