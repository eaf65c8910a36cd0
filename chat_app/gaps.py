"""Near misses: what a question asks for and the passage found does not give, though it speaks of the matter.

Each check returns the reason in plain Chinese, or ``""``; all of them look at one passage, the best one. They are
small on purpose: a passage that speaks of a thing seldom says who paid, when it opens, or how many came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from chat_app import contrasts, details, unnamed
from chat_app.answers import Evidence
from chat_app.claims import asserted_figures
from chat_app.counts import same_kind
from chat_app.findings import Found, plain
from chat_app.places import other_place, whole_place
from chat_app.quantities import Quantity, find_quantities
from chat_app.questions import Query
from chat_app.spans import fits
from chat_app.wording import MEASURE, Kind, is_stop_word, scope_of
from indexer.corpus import Scope
from indexer.lexicon import words

_NEAR = 0.4
"""Fused score from which a passage of another year speaks of what is asked."""
_ATTRIBUTES = (
    ("产值", "产值|产出"),
    ("利润", "利润|盈利|赚"),
    ("营业额|营收|销售额|销售收入", "营收|营业|销售"),
    ("税收|纳税|交税|缴税|多少税|税交", "税"),
    ("工资|月薪|年薪|薪水", "工资|薪"),
    ("游客|客流|旅客", "游客|客|人次|接待"),
    ("员工|职工|用工|工人", "员工|职工|工人|用工|就业|从业"),
    ("票价|门票|租金|房租|房价|学费|单价|售价", "票|租|价|学费|免费"),
    ("债务|负债|欠债|欠款", "债|欠"),
    ("罚款|罚金|(?<!处)罚了", "罚款|罚金|罚没"),
    ("补偿|赔偿|赔多少|补多少", "补偿|赔|补助|补贴"),
    ("损失", "损失"),
    ("发(?:了)?多少电|发电量|用电量", "电量|千瓦|度"),
    ("事故|火灾|伤亡|死亡|受伤|死了", "事故|火灾|伤|死|遇难"),
    ("产量|收成", "产|收"),
    ("人口", "人口|户籍|常住"),
    ("投诉", "投诉|信访|举报|来信"),
    ("报名|考上|录取", "报名|考|录取|招"),
)
_WHO = re.compile(
    r"哪家(?:公司|企业|单位|厂家?|机构)|(?:什么|啥)(?:公司|企业|单位|厂家|机构)|谁(?:负责|掏|出钱|投|承|建|给|提供|管|牵头)"
    r"|[从向]谁"
)
_ROLE = re.compile(
    r"提供|掏钱|出钱|出资|投资|投的|承建|承包|建的|施工|中标|运营|供应|生产的|负责|牵头|设计|开发|管理|追|要|拿|收|借"
)
_SOMEONE = re.compile(
    r"公司|集团|企业|股份|实业|大学|学院|研究院|银行|[由与和同].{2,12}(?:合作|共建|承建|提供)|牵头|负责|专班|委员会|[一-鿿]局|办公室"
)
_WHEN = re.compile(r"什么时候|啥时候|何时|哪一?天|几月|(?:[月在是到]|^|\W)几号|哪个?月|(?:星期|礼拜|周)几")
_YEAR_WHEN = re.compile(r"哪一?年(?![多少高低快慢最])|什么时候|啥时候|何时")
_BEGUN = 3
"""The stage (chat_app.contrasts) at which work begins: when it began is not when it ended."""
_DATE = re.compile(r"\d\s*[年月日号]|年[底内中初末]|[上下]半年|季度|月[底初]|以来|期间|同期|今年|明年|去年")
_RESULT = re.compile(r"实际|最后|最终|真正|落实了|兑现")
_AIM = re.compile(r"打算|计划|准备(?!好)|目标|预期|要(?:再)?(?:新?建|创|签|改|整治|拆|办|培育|引进|完成)")
_UNITS = re.compile("人|趟|架|%|成|分|册|台|吨|斤|公斤|亩|公里|米|平方米|辆|套|头|棵|岁|小时|分钟|天|本|元")
"""Units that say what is counted, so that a figure in another one is no answer."""
_SHARE = re.compile(r"几成|百分之几|占比|多大比例")
_OF_PEOPLE = frozenset({"", "户", "对"})
"""Units, or none, in which people are counted as well."""
_COUNTS = re.compile(rf"多少|几(?:{MEASURE})")
_LIST = re.compile(r"、.*、")
"""What is listed can be counted."""
_PAIR = 2
_NO_NAME = re.compile(
    r"^[新修建改拆办开签报查投增减有没能可要会去来再已未都也就还总全各本该每第]|[个人年月日号元亿万钱多少几吗呢吧了过完好]|\d|[a-z]"
)
"""Two words of one character each that make no name (新修, 没有)."""
_ANY_NOUN = re.compile(r"[了的钱少多样年个人吗呢呀啊过]|地方|东西")


def reason(query: Query, found: Found) -> str:
    """Return why the passage does not give what ``query`` asks for, ``""`` when it may."""
    return next((why for check in (*CHECKS, *details.CHECKS) if (why := check(query, found))), "")


def other_threshold(query: Query, found: Found) -> str:
    """Refuse 30万元以上, and 不到50万元, where 50万元以上 and 100万元以上 are given."""
    bounds = [
        q for q in find_quantities(found.passage) if q.comparator in ("ge", "le") and q.text.endswith(("上", "下"))
    ]
    for claim in asserted_figures(query.text):
        alike = [q for q in bounds if same_kind(claim.quantity, q)]
        if claim.bound and alike and not any(_same_line(claim.quantity, q) for q in alike):
            under = "不到" * (claim.quantity.comparator == "lt" and not claim.shown.startswith(("不", "低")))
            return f"报告只有{'、'.join(dict.fromkeys(q.text for q in alike))}的数字，没有{under}{claim.shown}的。"
    return ""


def _same_line(asked: Quantity, given: Quantity) -> bool:
    """Tell whether two figures draw the same line, and ask for the same side of it."""
    under = {"lt", "le"}
    return asked.value == given.value and (asked.comparator in under) == (given.comparator in under)


def attribute_not_given(query: Query, found: Found) -> str:
    """Refuse 年产值, 游客, 罚款 … where the passage does not speak of it."""
    if query.kind is not Kind.FIGURE:
        return ""
    for asked, said in _ATTRIBUTES:
        if (match := re.search(asked, query.text)) and not re.search(said, found.passage):
            return f"报告没有写{match[0].rstrip('了')}{'了多少' * match[0].endswith('了')}。"
    return ""


def unit_not_given(query: Query, found: Found) -> str:
    """Refuse 多少册, 多少吨 where the passage has no figure in this unit."""
    guessed = query.unit == "%" and not _SHARE.search(query.text)
    if query.kind is not Kind.FIGURE or not _UNITS.fullmatch(query.unit) or guessed:
        return ""
    given = find_quantities(found.passage)
    if any(fits(query.unit, q) or (query.unit == "人" and q.unit in _OF_PEOPLE) for q in given):
        return ""
    what = {"元": "金额", "%": "比例", "成": "比例"}.get(query.unit, f"有多少{query.unit}")
    return f"报告没有写{what}。"


def figure_not_given(query: Query, found: Found) -> str:
    """Refuse how many or how much where the passage has no figure at all; 一期 is none."""
    if query.kind is not Kind.FIGURE or not _COUNTS.search(query.text):
        return ""
    given = any(quantity.unit != "期" for quantity in find_quantities(found.passage))
    listed = _LIST.search(found.quote) and query.noun != query.unit and query.unit not in ("人", "元", "%")
    return "" if given or listed else "报告提到了，但没有给出数字。"


def noun_not_given(query: Query, found: Found) -> str:
    """Refuse 多少起安全生产事故 where the passage knows no 事故."""
    match = re.search(rf"(?:多少|几)(?:{MEASURE})?的?([一-鿿]{{2,8}})\s*[?？]?$", query.text)
    noun = words(match[1])[-1] if match and query.kind is Kind.FIGURE else ""
    if len(noun) < 2 or is_stop_word(noun) or _ANY_NOUN.search(noun) or set(noun) & set(found.passage):
        return ""
    return f"报告没有写{noun}。"


def who_not_given(query: Query, found: Found) -> str:
    """Refuse who pays, builds or supplies where the quotation names no firm and no office."""
    if _WHO.search(query.text) and _ROLE.search(query.text) and not _SOMEONE.search(found.quote):
        return "报告没有写由谁来做。"
    return ""


def time_not_given(query: Query, found: Found) -> str:
    """Refuse when, where the quotation has no date."""
    if _WHEN.search(query.text) and not _DATE.search(found.quote):
        return "报告没有写时间。"
    return ""


def later_stage(query: Query, found: Found) -> str:
    """Refuse a later stage (批下来, 投产) than the report has (申报, 落地)."""
    if query.kind not in (Kind.FIGURE, Kind.TIME):
        return ""
    began = query.kind is Kind.TIME and _YEAR_WHEN.search(query.text) and contrasts.reached(query.text) >= _BEGUN
    other = contrasts.other_stage if began else contrasts.falls_short
    if short := other(query.text, found.quote):
        return f"报告只写到{short.said}，没有写{short.asked}。"
    return ""


def target_for_result(query: Query, found: Found) -> str:
    """Refuse what became of it where only the plan is there, and the plan where only what became of it is."""
    scope, year = found.period.scope, found.period.year
    if query.kind is not Kind.FIGURE or query.both:
        return ""
    if scope is Scope.PLANNED and (_RESULT.search(query.text) and scope_of(query.text) is not Scope.PLANNED):
        return f"报告只有{year or ''}{'年的' if year else ''}计划数，没有实际完成的数字。"
    if scope is Scope.DONE and _AIM.search(query.text) and scope_of(query.text) is Scope.PLANNED:
        return f"报告只有{year or ''}{'年' if year else ''}完成的数字，没有计划数。"
    return ""


def other_year(query: Query, evidence: Sequence[Evidence]) -> str:
    """Return why nothing is said of the year asked for, where the best of ``evidence`` is of another one."""
    year = evidence[0].period.year if evidence else None
    if query.year is None or year is None or evidence[0].score < _NEAR:
        return ""
    first = evidence[0].period.year_from or year
    return "" if first <= query.year <= year else f"报告只有{year}年的，没有{query.year}年的。"


def other_subject(query: Query, found: Found) -> str:
    """Refuse the figure, name or date of a firm or place that the report names elsewhere (丰禾合作社有几户社员)."""
    if query.kind not in (Kind.FIGURE, Kind.NAME, Kind.TIME):
        return ""
    own = plain(found.report.title + found.report.publisher)
    for one, other in pairwise(words(query.text)):
        name = one + other
        strange = len(name) == _PAIR and not _NO_NAME.search(name) and not any(map(is_stop_word, (one, other)))
        if strange and name in plain(found.report.text) and name not in found.passage + own:
            return f"报告提到了{name}，但没有写这一项。"
    return ""


def other_topic(query: Query, found: Found) -> str:
    """Refuse the figure of something else than what was spoken of before (花川村试点了什么? 一共投了多少钱?)."""
    asked = [word for word in query.words if len(word) > 1]
    before = [word for word in asked if word not in query.own]
    if query.kind is not Kind.FIGURE or not before or any(word in found.passage for word in asked):
        return ""
    return "报告没有写前面问到的那件事的数字。"


CHECKS: Sequence[Callable[[Query, Found], str]] = (
    other_threshold,
    other_place,
    whole_place,
    other_subject,
    other_topic,
    unnamed.names_not_given,
    attribute_not_given,
    later_stage,
    target_for_result,
    who_not_given,
    time_not_given,
    unit_not_given,
    figure_not_given,
    noun_not_given,
)
