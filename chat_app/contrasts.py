"""Wordings that exclude each other: 完成入库 is not 申报入库, 金华范围内 is not 全国, 下降 is not 增长.

Everything here is matched on normalised text (NFKC, lower case, simplified characters).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UP = r"往上冲|多出来|大涨|猛涨|上涨|涨了|往上调|上调|调高|增长|增加|增多|上升|升高|提高|提升|回升|攀升|扩大|多了|高了"
_DOWN = r"大跌|下跌|跌了|往下调|下调|调低|下降|降低|降了|回落|减少|少了|低了|缩减|减了|下滑|缩小|压减|萎缩"
_NO_MOVE = re.compile(r"(?:增长|增加|下降|提升)(?:目标|率|速度|点|极|方式|幅度|值)|增加值|城市更新提升")
"""Nouns that name a measure, whichever way it moves."""
_SCOPES = r"全球|全世界|全国|全省|全市|全县|国家级|省级|市级|县级|街道级|镇级|(?![了在到是])[一-鿿]{2,3}(?=范围)"
_ACTIONS = (
    r"关停|关闭|停产|停业|取缔|查封|倒闭|关了|关掉",
    r"整改|整治|治理|处置",
    r"处罚|罚款|立案|被罚",
    r"拆除|拆掉|拆了",
    r"新建|新增|新设",
    r"签约|签订|签了",
    r"受理|调解|化解",
    r"劝阻|拦下",
    r"转移|撤离",
    r"淘汰|报废",
    r"取消|下放|废除",
)
_DENIED = re.compile(
    r"没有(?:完成|实现|达到|做到|达标|发生|出现)|未能?(?:完成|实现|达到|如期|达标|发生|出现|开工|动工|落实)|尚未|还未|还没有?|没能|不再|暂缓|停止|取消了"
    r"|零(?:伤亡|发生|事故|死亡|感染|上访|增长|投诉|报告|死|伤)|为零|无(?:一例?|新增|本土|重大|较大|人员|安全)|不开工|不动工|仅完成|只完成"
)
_UNDONE = re.compile(
    r"没(?:有)?(?:整改|完成|入库|建|做|办|修|弄|搞|改|通|到位|落实|动|开)[一-鿿]{0,2}?(?=[完好成的啊吧了,，?？]|$)|没[一-鿿]{1,3}完"
    r"|停掉|停了|不搞了|不办了|黄了|泡汤|烂尾|撤掉|取消了|砍掉|叫停|还在[一-鿿]{1,3}阶段|还没(?=[一-鿿]{0,3}[供通用开上])|都还没|没供上|没通|没开"
)
_GOES_ON = re.compile(
    r"完成|建成|投产|投用|投入使用|开工|落地|推出|出台|成立|设立|商用|供水|通水|通车|试行|推行|上线|通过验收"
    r"|深化|持续|贯通|启用"
)
_RANKS = (
    re.compile(r"第(?P<rank>[一二三四五六七八九十百\d]+)(?P<of>届|批|次|名|位|轮)"),
    re.compile(r"(?P<rank>[一二三四五六七八九十\d]+)(?P<of>连[增涨降升冠])"),
    re.compile(r"(?P<rank>\d)(?P<of>a)(?=级|景|$|[一-鿿])"),
    re.compile(r"(?P<rank>国家|省|市|县|区|世界)(?P<of>级)"),
    re.compile(r"(?P<rank>[两三四五六七八九十]+)大(?P<of>[一-鿿]{2})"),
)
"""Ranks, each with what it is the rank of."""
_REMAINS = re.compile(r"仍(?:较|然|不|存在)|依然|有待")
_STAGES = (
    (0, r"谋划|规划|筹备|计划|准备|打算|拟"),
    (1, r"申报|申请|报上去|报批|排摸|摸排"),
    (2, r"签约|落地|挂牌出让"),
    (3, r"试行|试点|开工|动工|启动|开建"),
    (4, r"推进|建设中|在建|正在|加快"),
    (5, r"结顶|封顶|下线"),
    (
        6,
        r"建成|建好|盖好|修好|完工|竣工|投产|投用|投入使用|启用|开业|营业|通车|贯通|完成|搞完|做完|获批|批下来|首飞|试飞|上岗|通过|成立|设立|开启|办妥|办好|办完|办下来|通水|通气|供水|入住",
    ),
)
_DONE_STAGE = 6


@dataclass(frozen=True, slots=True)
class Contrast:
    """What a question says (``asked``) and what the report has in its place (``said``), each as it is worded."""

    asked: str
    said: str


def other_direction(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` speaks of a rise only and ``said`` of a fall only, or the other way round."""
    asked, said = _NO_MOVE.sub(" ", asked), _NO_MOVE.sub(" ", said)
    for mine, theirs in ((_UP, _DOWN), (_DOWN, _UP)):
        rise, fall = re.search(mine, asked), re.search(theirs, said)
        if rise and fall and not re.search(theirs, asked) and not re.search(mine, said):
            return Contrast(rise[0], fall[0])
    return None


def what_moves(text: str) -> str:
    """Return what ``text`` says to rise or to fall: the words before the verb, ``""`` where nothing moves."""
    found = re.search(f"{_UP}|{_DOWN}", _NO_MOVE.sub(lambda noun: "□" * len(noun[0]), text))
    return text[max(0, found.start() - 7) : found.start()] if found else ""


def moves(text: str) -> bool:
    """Tell whether ``text`` has something rise or fall."""
    return bool(re.search(f"{_UP}|{_DOWN}", _NO_MOVE.sub(" ", text)))


def other_scope(asked: str, said: str) -> Contrast | None:
    """Return the contrast where both name how far something reaches (全国, 金华范围) and not the same."""
    mine, theirs = re.search(_SCOPES, asked), re.search(_SCOPES, said)
    if mine and theirs and mine[0] not in said and theirs[0] not in asked:
        return Contrast(mine[0], _with_range(theirs))
    return None


def other_action(asked: str, said: str) -> Contrast | None:
    """Return the contrast where something else was done with what is counted (整改, not 关停)."""
    for action in _ACTIONS:
        mine = re.search(action, asked)
        if mine is None or re.search(action, said):
            continue
        for theirs in (re.search(other, said) for other in _ACTIONS if other != action and not re.search(other, asked)):
            if theirs:
                return Contrast(mine[0], theirs[0])
    return None


def other_pillar(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``said`` has 以窗口为主导 and ``asked`` 部门主导 or 以部门为主导."""
    for found in re.finditer(
        r"以([一-鿿“”]{2,8}?)为(主导|主体|主|核心|中心|龙头|引领|牵引|支撑|依托|轴线|轴|抓手|突破口?|重点|切入点)", said
    ):
        mine = re.search(rf"([一-鿿]{{2,4}})(?:来|为|作|作为|当)?{found[2]}", asked)
        if mine and found[1] not in mine[0] and not re.search(r"哪|什么|谁|啥|以$|为$", mine[1]):
            name = mine[1].rstrip("来为作当")[-2:]
            return Contrast(f"以{name}为{found[2]}", found[0])
    return None


def other_stage(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has something at another stage (建成) than ``said`` (谋划)."""
    mine, theirs = _stages(asked), _stages(said)
    if not mine or not theirs or mine.keys() & theirs.keys():
        return None
    wanted, reached = max(mine), max(theirs)
    return Contrast(mine[wanted], theirs[reached])


def other_stage_of_one_thing(asked: str, said: str) -> Contrast | None:
    """Return the contrast of stage where the same two characters follow both (申报入库, 完成入库)."""
    if (found := other_stage(asked, said)) is None:
        return None
    behind = asked[asked.find(found.asked) + len(found.asked) :][:2]
    same = len(behind) == 2 and f"{found.said}{behind}" in said
    return Contrast(found.asked + behind, found.said + behind) if same else None


def reached(text: str) -> int:
    """Return how far on the way from plan (0) to done (6) ``text`` has something, -1 where it does not say."""
    return max(_stages(text), default=-1)


def falls_short(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has something done that ``said`` has only begun or planned."""
    if reached(asked) < _DONE_STAGE or not 0 <= reached(said) < reached(asked):
        return None
    return other_stage(asked, said)


def other_outcome(asked: str, said: str) -> Contrast | None:
    """Return the contrast where ``asked`` has something undone or given up (没入库, 停掉了) that ``said`` has done."""
    mine, theirs = _UNDONE.search(asked), _GOES_ON.search(said)
    return Contrast(mine[0], theirs[0]) if mine and theirs and not denies(said) else None


def other_rank(asked: str, said: str) -> Contrast | None:
    """Return the contrast where both have a rank of one sort and not the same (第四届, 3a级, 国家级, 七大场景)."""
    asked = re.sub(r"[头首]一?(?=[届批次])", "第一", asked)
    for pattern in _RANKS:
        mine, theirs = pattern.search(asked), list(pattern.finditer(said))
        alike = [found for found in theirs if found["of"] == mine["of"]] if mine else []
        if mine and alike and all(found["rank"] != mine["rank"] for found in alike):
            return Contrast(mine[0], alike[0][0])
    return None


def denies(text: str) -> bool:
    """Tell whether ``text`` says that something did not come about (目标没有完成)."""
    return bool(_DENIED.search(text))


def kept_within(asked: str, said: str) -> bool:
    """Tell whether ``asked`` has a limit overrun that ``said`` was kept (控制在预算范围内)."""
    return bool(
        re.search(r"超(?!额|级)|突破|冲破", asked) and re.search(r"控制在|范围(?:之)?内|以内|未超|没有超|不超过", said)
    )


def remains(text: str) -> bool:
    """Tell whether ``text`` says that a trouble is still there (停车难问题仍较突出)."""
    return bool(_REMAINS.search(text))


def _stages(text: str) -> dict[int, str]:
    return {level: found[0] for level, pattern in _STAGES if (found := re.search(pattern, text))}


def _with_range(found: re.Match[str]) -> str:
    return found[0] + ("范围内" if found.string.startswith("范围", found.end()) else "")
