"""More wordings that exclude each other: before and after, one month, body or purse and another, allowed and forbidden.

Like ``chat_app.contrasts``, everything here is matched on normalised text, what is asked against one clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chat_app import quantifiers
from chat_app.claims import agrees, asserted_figures
from chat_app.contrasts import Contrast
from chat_app.counts import same_kind
from chat_app.quantities import find_quantities

_LESS = re.compile(r"砍|减少|减[了掉下]|缩减|压缩|往下降|少[了给]")
_MORE = re.compile(r"增加|扩大|加[了大]|多[了给]|往上涨")
_ONLY_MORE = re.compile(r"只增不减|不降低|不减少")
_ONLY_LESS = re.compile(r"只减不增|不增加")
_CHANGED = re.compile(r"[由从](?=\s*\d|[约近])[^,，]{2,24}[到至为][^,，]{1,12}")
_ALLOWED = re.compile(r"(?:还|也)?(?<!不)可以|(?<!不)能不能|准不准|允不允许|(?<!不)允许|还能|还准|让不让")
_FORBIDDEN = re.compile(r"一律不得|不得(?!不)|禁止|严禁|不准(?!确)|不允许")
_TWO = 2
_BEFORE = re.compile(r"(?:由|从|原来|以前|原先|本来|过去|之前|早先)[^,，]*$")
_MONTH = re.compile(
    r"(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|初|中旬?|上旬|下旬)?(?!票)|(?P<half>[上下])半年|(?<!\d)年(?P<end>[底末初])"
    r"|(?P<quarter>[一二三四])季度"
)
_NUMERALS = "一二三四五六七八九十"
_ACTS = "组织|牵头|负责|主管|承建|承担|管理|实施|提供|运营|投资"
_BY = re.compile(rf"由(?P<who>[一-鿿]{{2,12}}?)(?:{_ACTS})|(?:^|[,，;；])由?(?P<lead>[一-鿿]{{2,10}})牵头")
_ASKED_BY = re.compile(
    rf"(?:由|归|是|被|靠)(?P<who>[一-鿿]{{2,10}}?)(?:自己|来|去|在)?(?:{_ACTS}|管|修|搞|建|办|出钱|掏钱|掏腰包)"
)
_WITH = re.compile(r"[与和同跟](?P<who>[一-鿿]{2,10}?)(?:组建|合作|共建|签署?|联合|共同|合伙|携手)")
_ASKED_WITH = re.compile(r"[与和同跟](?P<who>[一-鿿]{2,10}?)(?:组建|合作|共建|签|联合|共同|合伙|携手|搞|一起|一块)")
_WHO = re.compile(r"谁|哪|什么|啥|自己|我们|你们|他们|大家|不是|有个|是否|有没有|专门|[年月日天时新刚]|已经")
_BODY = re.compile(
    r"(?:局|办|室|府|公司|集团|企业|厂|委|会|院|校|所|站|社|村|镇|乡|县|市|街道|部门|单位|班|中心|行|大学|队|组|老板|居民|群众|个人|财政|国家)$"
)
_NOT = re.compile(r"(?:不再?|未曾?|没有)(?P<what>(?!断|少|得|足|到|超|低|高|力|仅|只|能|可|要|会|有)[一-鿿]{2})")
_NOT_BEFORE = re.compile(r"[不没未别无](?:有|再|能|会|要|是)?$")
_LEVELS = "中央|国家|省|市|县|区|镇|乡|街道|村"
_PAID_BY = re.compile(rf"(?P<who>{_LEVELS})(?:里|上|级)?(?:财政|本级)?(?:出|掏|拨|给|安排|补贴?)(?!台|来|现|去)")
_FUNDED_BY = re.compile(rf"(?P<who>{_LEVELS})(?:级|本级)?财政")
_TIMES_OVER = re.compile(r"翻了?(?P<times>[一两二三四五])番")
_YEARS = re.compile(r"(?<![\d这近前后连])(?P<years>[一两二三四五1-5])年(?P<half>半)?(?=能|就|内|可以|[,，?？]|$)")
_MONTHS = re.compile(r"工期(?:为)?(?P<months>(?P<count>\d+)个月)")
_NOMINATED = re.compile(r"[一-鿿]{0,6}提名")
_WON = re.compile(r"当上|评上|获评|获得|拿下|拿到|拿了|创成|成了|荣获")


def opposition(asked: str, said: str) -> Contrast | None:
    """Return the first contrast between ``asked``, a part of a question that asserts, and ``said``, a clause."""
    return next((found for find in _KINDS if (found := find(asked, said))), None)


def before_for_after(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` takes for the state now what ``said`` has it come from (由50缩短到35)."""
    for change in _CHANGED.finditer(said):
        quantities = find_quantities(change[0])
        if len(quantities) != _TWO or quantities[0].unit != quantities[1].unit:
            continue
        was, is_now = quantities
        for claim in asserted_figures(asked):
            old = same_kind(claim.quantity, was) and agrees(claim.quantity, was)
            new = same_kind(claim.quantity, is_now) and agrees(claim.quantity, is_now)
            if old and not new and not _BEFORE.search(asked[: asked.find(claim.shown)]):
                return Contrast(claim.shown, is_now.text.strip())
    return None


def other_date(asked: str, said: str) -> Contrast | None:
    """Return the contrast where both name one time of the year, and not the same."""
    mine, theirs = list(_MONTH.finditer(asked)), list(_MONTH.finditer(said))
    if len(mine) != 1 or len(theirs) != 1 or _months(mine[0]) & _months(theirs[0]):
        return None
    return Contrast(mine[0][0], theirs[0][0])


def other_agent(asked: str, said: str) -> Contrast | None:
    """Return the contrast where another body does it, or it is done together with another."""
    for ours, reported in ((_ASKED_BY, _BY), (_ASKED_WITH, _WITH)):
        mine, theirs = ours.search(asked), reported.search(said)
        if not mine or not theirs or _WHO.search(mine["who"]) or (ours is _ASKED_BY and not _BODY.search(mine["who"])):
            continue
        name, other = mine["who"], theirs["who"] or theirs["lead"]
        if not set(name) <= set(other) and not set(other) <= set(name) and other not in asked:
            return Contrast(name, other)
    return None


def other_purse(asked: str, said: str) -> Contrast | None:
    """Return the contrast where the money is another level's (省里出的, 中央财政安排)."""
    mine, theirs = _PAID_BY.search(asked), _FUNDED_BY.search(said)
    if not mine or not theirs or mine["who"] in said or {mine["who"], theirs["who"]} == {"中央", "国家"}:
        return None
    return Contrast(mine[0], theirs[0])


def only_nominated(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has a title won for which ``said`` has a nomination."""
    mine, theirs = _WON.search(asked), _NOMINATED.search(said)
    return Contrast(mine[0], "提名") if mine and theirs and "提名" not in asked else None


def expressly_not(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``said`` expressly denies what ``asked`` has (扩大赤字, 不扩大赤字)."""
    for denied in _NOT.finditer(said):
        at = asked.find(denied["what"])
        if at > 0 and not _NOT_BEFORE.search(asked[:at]):
            return Contrast(denied["what"], denied[0])
    return None


def other_measure(asked: str, said: str) -> Contrast | None:
    """Return the contrast where both tell how often something doubled, or how long work takes, and not the same."""
    mine, theirs = _TIMES_OVER.search(asked), _TIMES_OVER.search(said)
    if mine and theirs and mine["times"] != theirs["times"]:
        return Contrast(mine[0], theirs[0])
    wanted, given = _YEARS.search(asked), _MONTHS.search(said)
    if not wanted or not given:
        return None
    months = 12 * (_number(wanted["years"]) if wanted["years"] != "两" else 2) + 6 * bool(wanted["half"])
    return Contrast(wanted[0].strip(), given["months"]) if months != int(given["count"]) else None


def kept_up(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has less of what ``said`` has only grow (只增不减), or the reverse."""
    for mine, theirs in ((_LESS, _ONLY_MORE), (_MORE, _ONLY_LESS)):
        wanted, kept = mine.search(asked), theirs.search(said)
        if wanted and kept and not theirs.search(asked):
            return Contrast(wanted[0], kept[0])
    return None


def forbidden(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has something allowed (还可以…吗) that ``said`` forbids (一律不得, 禁止)."""
    mine, theirs = _ALLOWED.search(asked), _FORBIDDEN.search(said)
    return Contrast(mine[0], theirs[0]) if mine and theirs and not _FORBIDDEN.search(asked) else None


_KINDS: Sequence[Callable[[str, str], Contrast | None]] = (
    quantifiers.not_all,
    quantifiers.counted_of_all,
    quantifiers.other_line,
    kept_up,
    forbidden,
    quantifiers.not_none,
    quantifiers.each_not_total,
    before_for_after,
    other_date,
    other_agent,
    other_purse,
    only_nominated,
    expressly_not,
)


def _months(found: re.Match[str]) -> set[int]:
    if found["month"]:
        return {_number(found["month"])}
    if found["half"]:
        return set(range(1, 7)) if found["half"] == "上" else set(range(7, 13))
    if found["quarter"]:
        last = 3 * _number(found["quarter"])
        return {last - 2, last - 1, last}
    return {1} if found["end"] == "初" else {12}


def _number(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    return 10 * numeral.startswith("十") + (_NUMERALS.index(numeral[-1]) + 1 if numeral != "十" else 0)
