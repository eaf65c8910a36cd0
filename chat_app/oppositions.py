"""More wordings that exclude each other: all and some, none and some, before and after, one month and another.

Like ``chat_app.contrasts``, everything here is matched on normalised text, what is asked against one clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from chat_app.claims import agrees, asserted_figures, in_percent
from chat_app.contrasts import Contrast, denies
from chat_app.counts import same_kind
from chat_app.quantities import Quantity, find_quantities

_ALL = re.compile(
    r"全部|(?<![厕派场])所有(?!没)|全都|每(?:一?个|家|户|村)|各个(?=[一-鿿])|家家|户户|村村|人人|个个|统统"
    r"|一[个家户件]不[落剩少]|百分之百|100 ?%"
    r"|全(?=[投查办建做搞拆关改清验用]|给|被)|都(?=已?经?[一-鿿]{1,3}了)"
)
_ALL_SAID = re.compile(r"全部|所有|全面|全都|全域|全覆盖|均|一律|各|100 ?%|百分之百|办结|销号|清零|超额")
_ALL_OF = re.compile(r"(?:所有|全部|各个?|每个?)的?(?P<what>村|社区|小区|企业|街道|镇|乡|县|学校)")
_LESS = re.compile(r"砍|减少|减[了掉下]|缩减|压缩|往下降|少[了给]")
_MORE = re.compile(r"增加|扩大|加[了大]|多[了给]|往上涨")
_ONLY_MORE = re.compile(r"只增不减|不降低|不减少")
_ONLY_LESS = re.compile(r"只减不增|不增加")
_SOME = re.compile(r"试点|试行|部分|首批|个别|一半")
_OF_THEM = re.compile(r"已|其中|办结|完成|投产|开工|消除|达标")
_SHARE = re.compile(r"占|率|覆盖|完成|实现")
_NONE = re.compile(
    r"(?:没有?|未)一[家个户件次场起人]|一(?:分|家|个|户|件|次|场|起|滴[一-鿿]?)(?:钱)?(?:都|也)?(?:还)?(?:没|未)|压根没|根本没|从来没"
)
_GOES_ON = re.compile(r"建成|投产|投用|投入使用|开工|落地|供水|通水|通车|启用|商用|上线|改造提升|投资")
_CHANGED = re.compile(r"[由从](?=\s*\d|[约近])[^,，]{2,24}[到至为][^,，]{1,12}")
_ALLOWED = re.compile(r"(?:还|也)?(?<!不)可以|(?<!不)能不能|准不准|允不允许|(?<!不)允许|还能|还准|让不让")
_FORBIDDEN = re.compile(r"一律不得|不得(?!不)|禁止|严禁|不准(?!确)|不允许")
_TWO = 2
_NEAR = 10
"""Characters between a line and the count of what lies above it."""
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
_SOME_NOT = re.compile(r"还有?(?:几|哪|多少|些|谁|人|村|家)[^,，]{0,8}?(?P<not>(?:没有?|未)(?!少|错)[一-鿿]{1,3})")
_ALL_OF_THEM = re.compile(r"全部|全都|均已?|全覆盖|无一|100 ?%")
_TOTAL = re.compile(r"总数|总共|加起来|合起来|拢共|合计")
_EACH = re.compile(r"每[一百千万]?(?:个)?(?:人|户|村|名|家)|[人户村]均|平均")
_NOMINATED = re.compile(r"[一-鿿]{0,6}提名")
_WON = re.compile(r"当上|评上|获评|获得|拿下|拿到|拿了|创成|成了|荣获")


def opposition(asked: str, said: str) -> Contrast | None:
    """Return the first contrast between ``asked``, a part of a question that asserts, and ``said``, a clause."""
    return next((found for find in _KINDS if (found := find(asked, said))), None)


def not_all(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` says all and ``said`` a part: 80%, 试点."""
    mine = _ALL.search(asked)
    if not mine or _ALL.search(said):
        return None
    quantities = find_quantities(said)
    shares = [q for q in map(in_percent, quantities) if q.unit == "%" and q.value < 100]
    if shares and _SHARE.search(said) and not re.search(r"增长|下降|提高|增加", said):
        return Contrast(mine[0], _shown(shares[0]))
    some = _SOME.search(said)
    return Contrast(mine[0], some[0]) if some and some[0] not in asked else None


def not_each(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` says all and ``said`` counts some of them (11家, 已投产7家)."""
    mine = _ALL.search(asked)
    if not mine or _ALL.search(said):
        return None
    for whole, part in pairwise(find_quantities(said)):
        behind = said[whole.end : part.start] + said[part.end :]
        if whole.unit == part.unit != "" and part.value < whole.value and _OF_THEM.search(behind):
            return Contrast(mine[0], _shown(part))
    return None


def asks_for_all(asked: str, said: str) -> bool:
    """Tell whether ``asked`` wants to know if all are done and ``said`` does not speak of all."""
    return bool(_ALL.search(asked)) and not _ALL_SAID.search(said)


def not_none(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` says that there is none and ``said`` tells how many or that it is done."""
    mine = _NONE.search(asked)
    if not mine or denies(said):
        return None
    figure = next((q for q in find_quantities(said) if q.value > 0), None)
    done = _GOES_ON.search(said)
    if figure:
        return Contrast(mine[0], _shown(figure))
    return Contrast(mine[0], done[0]) if done else None


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
                return Contrast(claim.shown, _shown(is_now))
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


def each_not_total(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` takes for the total the figure that ``said`` has for each (每万人4164㎡)."""
    mine, theirs = _TOTAL.search(asked), _EACH.search(said)
    if not mine or not theirs or _EACH.search(asked):
        return None
    given = find_quantities(said[theirs.end() :])
    told = any(same_kind(c.quantity, q) and agrees(c.quantity, q) for c in asserted_figures(asked) for q in given[:1])
    return Contrast(mine[0], theirs[0]) if told else None


def all_did(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` wants to know which did not (还有几个没过) and ``said`` has that all did."""
    mine, theirs = _SOME_NOT.search(asked), _ALL_OF_THEM.search(said)
    return Contrast(mine["not"], theirs[0]) if mine and theirs and not denies(said) else None


def kept_up(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has less of what ``said`` has only grow (只增不减), or the reverse."""
    for mine, theirs in ((_LESS, _ONLY_MORE), (_MORE, _ONLY_LESS)):
        wanted, kept = mine.search(asked), theirs.search(said)
        if wanted and kept and not theirs.search(asked):
            return Contrast(wanted[0], kept[0])
    return None


def counted_of_all(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` says all of what ``said`` counts some of (所有的村, 8个村)."""
    mine = _ALL_OF.search(asked)
    if not mine or _ALL_SAID.search(said):
        return None
    for quantity in find_quantities(said):
        if (
            said.startswith(mine["what"], quantity.end)
            and quantity.unit not in ("", "%")
            and quantity.text not in asked
        ):
            return Contrast(mine[0], said[quantity.start : quantity.end] + mine["what"])
    return None


def forbidden(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has something allowed (还可以…吗) that ``said`` forbids (一律不得, 禁止)."""
    mine, theirs = _ALLOWED.search(asked), _FORBIDDEN.search(said)
    return Contrast(mine[0], theirs[0]) if mine and theirs and not _FORBIDDEN.search(asked) else None


def other_line(asked: str, said: str) -> Contrast | None:
    """Return the contrast where both count what lies above a line (50万元以上的村33个), and not as many."""
    mine, theirs = _above_lines(asked), _above_lines(said)
    for line, count in mine.items():
        other = theirs.get(line)
        if other and other.value != count.value and count.value in {q.value for q in theirs.values()}:
            return Contrast(_shown(count), _shown(other))
    return None


def _above_lines(text: str) -> dict[Decimal, Quantity]:
    """Return, for each line that ``text`` draws, the count right behind it."""
    return {
        line.value: count
        for line, count in pairwise(find_quantities(text))
        if line.text.endswith("以上") and count.unit in ("个", "家", "户") and count.start - line.end <= _NEAR
    }


_KINDS: Sequence[Callable[[str, str], Contrast | None]] = (
    not_all,
    counted_of_all,
    other_line,
    kept_up,
    forbidden,
    not_none,
    each_not_total,
    before_for_after,
    other_date,
    other_agent,
    other_purse,
    only_nominated,
    expressly_not,
)


def _shown(quantity: Quantity) -> str:
    return quantity.text.strip()


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
