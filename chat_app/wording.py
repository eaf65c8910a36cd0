"""How people word questions: the phrases that ask, as against the words that say about what.

Everything here is matched on normalised text (NFKC, lower case, simplified characters).
"""

from __future__ import annotations

import re
from enum import StrEnum

from indexer.corpus import Scope


class Kind(StrEnum):
    """The kind of answer a question wants."""

    FIGURE = "figure"
    LIST = "list"
    PLACE = "place"
    NAME = "name"
    TIME = "time"
    YES_NO = "yes_no"
    OVERVIEW = "overview"
    EXPLAIN = "explain"
    TOPIC = "topic"


MEASURE = (
    "个百分点|平方公里|平方米|立方米|公里|人次|场次|小时|分钟|万元|亿元|家|户|个|处|块|条|起|件|宗|项|人|名|场|次|支|亩|米|吨|元|天|辆|套|座|栋|所|间"
    "|份|批|台|樘|株|棵|位|笔|村|分|岁|期|种|类|倍|成|回|例|桩|趟|公斤|斤|册|本|根|面|张|组|队"
)
_KINDS = (
    (Kind.TIME, r"什么时候|啥时候|何时|哪天|几[月日]|(?:[月在是到]|^|\W)几号|哪一?年|哪个月|多久|when"),
    (
        Kind.OVERVIEW,
        r"(?:怎么样|咋样|如何)\s*\??$|主要(?:做|写|讲|说|干|有)|哪些[一-鿿]{0,5}(?:事|工作|成绩|成效|变化|进展|动作|亮点|举措|成就)|有(?:什么|啥)(?:成绩|成效|变化|进展|亮点)"
        r"|(?:成绩|成效|成果|变化|进展|亮点)(?:都|主要|又)?(?:有|是)(?:哪些|什么|啥)"
        r"|(?:方面|这一?块|这一?头|这些)[^,，]{0,8}(?:什么|啥|哪些|咋|怎)|有(?:什么|啥)(?:起色|安排)|得(?:怎么样|咋样)"
        r"|[一-鿿\d年] ?情况\W*$"
        r"|[做干忙办搞抓弄]\S{0,3}[了过]?(?:些|点)(?:什么|啥|哪些事)|(?:什么|啥|哪些)新[一-鿿]{2}|有(?:些|点)(?:什么|啥)|变[好了]\S{0,2}(?:什么|啥|哪些)"
        r"|(?:总的|完整|全面|详细)地?(?:介绍|说|讲|打算|情况|考虑)|(?:考虑|要求|打算|规划|部署|想法|收获)(?:是什么|有哪些)?\W*$|有(?:哪些|什么|啥)(?:考虑|打算|要求|收获|部署|规划|想法)"
        r"|(?:怎么|咋)(?:安排|打算|部署|规划)的?\W*$|什么(?:程度|局面|样子|管法|改法)|一个个|问题和不足|讲讲|捋|梳理|盘点|小结|给?介绍介绍|那些事|summary|overview"
        r"|前前后后|(?:报告|里面?)[^,，]{0,6}(?:说|写|讲|提)[到了过]*(?:些|点)?(?:什么|啥|哪些)|都[写说讲摊赶落得][上到了过]*些?(?:什么|啥|哪些)"
        r"|分别(?:是|有)?(?:些|点)?(?:怎么样|怎样|咋样|(?:什么|啥)(?:动静|变化|动作|进展))|报告[^,，]{0,4}都?有(?:什么|啥|哪些)|报告[^,，]{0,4}(?:提到|说到|写到|讲到)[^?？]{1,14}(?:哪些|什么|啥)"
        r"|成绩单|总体情况|整体情况|概况|总结一下|概括|说全一点|(?:规划|工作|主要|具体)内容$|(?:成效|成绩|进展|亮点|成果)$",
    ),
    (
        Kind.FIGURE,
        rf"多少|(?<!哪)几(?:{MEASURE}|十|百|千|万)|多[大高长快]|占比|比例|百分之几|增速|增幅|降幅|总额|总数|数量|人数|户数|件数|面积|金额"
        r"|\S率(?:是|有|怎么|$)|how (?:many|much)",
    ),
    (
        Kind.PLACE,
        r"哪里|哪儿|在哪|什么地方|啥地方|哪(?:个|些|几个)(?:村|地方|社区|小区|区块|街|路|园区|片区)|where",
    ),
    (
        Kind.EXPLAIN,
        r"(?:什么|啥|哪些)[一-鿿]{0,4}(?:做法|措施|举措|办法|法子|点子|花样|招数?|困难|难处|困境|打算|计划|安排|新?动作)"
        r"|(?:做|干|搞)了?些?(?:什么|啥)(?![一-鿿])",
    ),
    (Kind.LIST, r"哪些|哪几|有什么|有啥|包括什么|分别是|都有谁|哪[两三四五六七八九十]|which"),
    (
        Kind.NAME,
        r"谁|哪(?:家|个|一|位|所|条|支)|叫什么|叫啥|名称|名字"
        r"|什么(?:企业|公司|单位|项目|工程|模式|平台|机制|台风|品牌|主题|称号|荣誉)|who",
    ),
    (
        Kind.EXPLAIN,
        r"怎么|怎样|如何|为什么|为啥|为何|咋|什么情况|情况|措施|做法|介绍|是什么|什么是|图个?[什啥]|[靠凭拿用]什么|干[什啥]|啥意思|什么意思|how|why|what",
    ),
    (Kind.NAME, r"什么[一-鿿]{1,4}\W*$"),
    (Kind.YES_NO, r"吗|是不是|有没有|是否|对不对|对吧|没有\s*\??$|了没|能不能|会不会|可不可以"),
)
_ASKED_NOUN = re.compile(
    rf"(?:多少|哪几|几|哪[两三四五六七八九十])(?:{MEASURE})?([一-鿿]{{1,4}})|(?:什么|啥|哪(?:家|个|些|位|种|所|条))([一-鿿]{{2,4}})"
)
_ASKED_UNIT = re.compile(rf"(?:多少|哪几|几|哪[两三四五六七八九十])({MEASURE})")
_RATE = re.compile(r"增长|增速|增幅|下降|降幅|涨|跌|比例|占比|百分之|率|同比|几成|降了")
_MONEY = re.compile(
    r"多少钱|[掏贴拿出花交缴收领](?:到)?多少(?!力|人|户|家|个)|(?:津贴|补贴|补助|低保|工资|损失|养老金|奖金)[^,，]{0,6}(?:给|发|有|是|领)(?:了)?多少(?!人|户|家|个)|几个亿|几块(?!地|牌|广)|资金|产值|总额|金额|经费|花费|花了|投了|投资|投入|收入|财政|亏|赚"
)

_ASKING = re.compile(
    "|".join(
        (
            r"请问(?:一下)?|请教(?:一下)?|麻烦(?:问一?下)?|我?想(?:知道|了解|问问?)(?:一下|下)?|谢谢|[您你]好|打扰(?:一下|了)",
            r"(?:能不能|可以|能)?(?:告诉|跟)我(?:说说|讲讲|说一?下)?|问一?下|问问|帮我?(?:查|看|找)(?:一下|下|看)?|(?:查|找)一?下",
            r"介绍(?:一下|下)?|说说|讲讲|谈谈|求问|听说|据说",
            r"(?:这份|这个|本|工作)?报告(?:里|中|上)?(?:面|头)?(?:都|又|还|是)?(?:有)?(?:没有)?(?:提到|提|说到?|写到?|讲到?)?(?:的|了|过)?(?:些|点)?(?:什么|啥|哪些)?",
            r"[这那]一?(?:块儿?|头|摊子?|方面)(?!地|牌|钱)",
            r"一共|总共|合计|到底|究竟|大概|具体|分别",
            rf"有?多少(?:{MEASURE}|钱)?|几(?:{MEASURE})|几[十百千万](?:{MEASURE})?|哪几(?:{MEASURE})?|多[大高长久快]",
            rf"哪[两三四五六七八九十](?:{MEASURE})|哪(?:些|里|儿|个|家|位|年|所|条|支|一(?:{MEASURE}))?|谁",
            r"都?有(?:什么|啥|哪些)|是?(?:什么|啥)(?:时候|样的?|情况|意思)?|情况(?=\??$)",
            r"为(?:什么|啥|何)|怎么(?:样|了|办|做|个|说|回事)?|怎样|如何|咋(?:样|办|回事)?",
            r"是不是|有没有|是否|能否|可否|会不会|能不能|可不可以|对不对|对吧|了没有?|没有(?=\??$)|吗|呢|吧|啊|呀|嘛|么",
            r"今年度?|去年度?|前年|明年|本年度?|上年度?|当年|(?:19|20)\d\d年?度?|[一二][〇零九○][〇零○一二三四五六七八九]{2}年?度?",
            r"我们这(?:里|儿|边)?|咱们?(?:这(?:里|儿|边)?)?|我们|你们|政府|本地|当地",
            r"\b(?:what|which|how|many|much|where|who|why|the|of|in|is|are|was|were|did|do|does|there|a|an|to|for)\b",
            r"\b(?:please|tell|me|about)\b",
        )
    )
)
_STOP = frozenset(
    (
        *"的了在是有和与及跟把被对等个也都还就又从为由以其之着过到上下里中内给让向于而或并能会要想做搞弄一这那它他她已将",
        *"些得地所比来去没不很更每各该此吧呢吗啊呀嘛说叫年月日",
        *(
            "对于",
            "一下",
            "一个",
            "这个",
            "那个",
            "这些",
            "那些",
            "他们",
            "它们",
            "自己",
            "关于",
            "方面",
            "以及",
            "已经",
        ),
        *("将要", "目前", "现在", "其中", "那么", "然后", "另外", "还有", "计划", "打算", "准备", "下一步", "接下来"),
        *(
            "全年",
            "进行",
            "开展",
            "情况",
            "工作",
            "相关",
            "有关",
            "一些",
            "全部",
            "时候",
            "里面",
            "上面",
            "当中",
            "之间",
        ),
        *(
            "成绩单",
            "概括",
            "小结",
            "气象",
            "收获",
            "起色",
            "进展",
            "动作",
            "变化",
            "忙活",
            "介绍",
            "总结",
            "情形",
            "形势",
        ),
        *("左右", "可以", "需要", "应该", "主要", "整个"),
    )
)

_PLANNED = re.compile(
    r"计划|打算|准备(?!好)|将|今年(?:要|会|准备|想|怎么|做|有什么|重点)|明年|下一步|接下来|未来|规划|安排(?!了)|要怎么|要干|要做|会怎么|目标是|以后|今后|往后|后续"
)
_DONE = re.compile(
    r"完成了|已经|实现了|取得了?|建成|办成|[拆建整修办查处清理做改引打新调转培创]\S{0,3}了|了吗|了没|[一-鿿]了(?:多少|几|哪|什么)|去年|过去一年|成果|成绩|成效"
)
_REFERS_BACK = re.compile(
    r"^(?:那|其中|它|他们?|她|这(?:个|些|里|几|项|家|两)?|还有|另外|然后|而|再|具体|分别)|呢\s*[?？]?\s*$|^(?:为什么|为啥|怎么|在哪|多少|哪些|哪个|什么时候|比上?去?年)[^，,]{0,8}$"
)


def kind_of(text: str) -> Kind:
    """Return the kind of answer that ``text`` asks for, TOPIC for bare keywords."""
    kinds = (kind for kind, pattern in _KINDS if re.search(pattern, text))
    return next((kind for kind in kinds if kind is not Kind.OVERVIEW or "还是" not in text), Kind.TOPIC)


def unit_of(text: str) -> str:
    """Return the unit asked for: a measure word (多少家 → 家), % for rates, 元 for money, else ``""``."""
    if re.search(r"几[块分毛个多]?(?:铜钿|钱)|多少块钱|几个?亿(?![人吨])", text):
        return "元"
    if asked := _ASKED_UNIT.search(text):
        return asked[1].replace("万元", "元").replace("亿元", "元").replace("个百分点", "%")
    if _RATE.search(text):
        return "%"
    return "元" if _MONEY.search(text) else ""


def asked_noun(text: str) -> str:
    """Return what stands right behind the question word (多少册书 → 书, 什么材料 → 材料), else ``""``."""
    found = _ASKED_NOUN.search(text)
    return (found[1] or found[2]) if found else ""


def scope_of(text: str) -> Scope | None:
    """Return done or planned as the wording has it, None where it leaves both open."""
    planned, done = bool(_PLANNED.search(text)), bool(_DONE.search(text))
    if planned == done:
        return None
    return Scope.PLANNED if planned else Scope.DONE


def refers_back(text: str) -> bool:
    """Tell whether ``text`` is worded as a follow-up (那2023年呢？ 其中工业投资呢？)."""
    return bool(_REFERS_BACK.search(text))


def without_asking(text: str) -> str:
    """Return ``text`` with the phrases that only ask replaced by spaces."""
    return _ASKING.sub(" ", text)


def is_stop_word(word: str) -> bool:
    """Tell whether a word says nothing about the matter asked."""
    return word in _STOP or not re.search(r"\w", word)
