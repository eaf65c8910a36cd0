"""How many: all and some, none and some, each and the total, and what lies above one line and another.

Wordings that exclude each other, like those of ``chat_app.contrasts``; matched on normalised text, what is asked
against one clause.
"""

from __future__ import annotations

import re
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
_SOME = re.compile(r"试点|试行|部分|首批|个别|一半")
_OF_THEM = re.compile(r"已|其中|办结|完成|投产|开工|消除|达标")
_SHARE = re.compile(r"占|率|覆盖|完成|实现")
_NONE = re.compile(
    r"(?:没有?|未)一[家个户件次场起人]|一(?:分|家|个|户|件|次|场|起|滴[一-鿿]?)(?:钱)?(?:都|也)?(?:还)?(?:没|未)|压根没|根本没|从来没"
)
_GOES_ON = re.compile(r"建成|投产|投用|投入使用|开工|落地|供水|通水|通车|启用|商用|上线|改造提升|投资")
_SOME_NOT = re.compile(r"还有?(?:几|哪|多少|些|谁|人|村|家)[^,，]{0,8}?(?P<not>(?:没有?|未)(?!少|错)[一-鿿]{1,3})")
_ALL_OF_THEM = re.compile(r"全部|全都|均已?|全覆盖|无一|100 ?%")
_TOTAL = re.compile(r"总数|总共|加起来|合起来|拢共|合计")
_EACH = re.compile(r"每[一百千万]?(?:个)?(?:人|户|村|名|家)|[人户村]均|平均")
_NEAR = 10
"""Characters between a line and the count of what lies above it."""


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


def all_did(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` wants to know which did not (还有几个没过) and ``said`` has that all did."""
    mine, theirs = _SOME_NOT.search(asked), _ALL_OF_THEM.search(said)
    return Contrast(mine["not"], theirs[0]) if mine and theirs and not denies(said) else None


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


def each_not_total(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` takes for the total the figure that ``said`` has for each (每万人4164㎡)."""
    mine, theirs = _TOTAL.search(asked), _EACH.search(said)
    if not mine or not theirs or _EACH.search(asked):
        return None
    given = find_quantities(said[theirs.end() :])
    told = any(same_kind(c.quantity, q) and agrees(c.quantity, q) for c in asserted_figures(asked) for q in given[:1])
    return Contrast(mine[0], theirs[0]) if told else None


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


def _shown(quantity: Quantity) -> str:
    return quantity.text.strip()
