"""Near misses of detail: whom to call, when it opens, where it stands, how much for each, how much more than before.

Residents ask for such details of what a report only mentions. Like the checks in ``chat_app.gaps``, each returns the
reason in plain Chinese, or ``""``, and looks at the best passage alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chat_app import unnamed
from chat_app.findings import Found
from chat_app.lists import find_enumerations
from chat_app.quantities import find_quantities
from chat_app.questions import Query
from chat_app.wording import Kind, is_stop_word
from indexer.lexicon import words

_SERVICE = (
    ("电话", r"电话|号码|热线", r"电话|热线|号码|\d{5,}"),
    (
        "办理时间",
        r"几点(?!建议|意见|要求)|营业时间|上班时间|头班|末班|首班|几时[开关]门|开到(?:什么时候|多晚)",
        r"\d\s*[点时:]|小时|上午|下午|全天|头班|末班",
    ),
    (
        "怎么申请或办理",
        r"(?:怎么|咋|如何|哪里?|哪儿)(?:去|能|才能|可以)?(?:申请|报名|办理|办[一-鿿]{0,6}(?:证|卡|手续)|登记|领(?!导|军|先)|预约)"
        r"|要带(?:什么|啥)|(?:什么|啥|哪些)(?:材料|手续|证件)",
        r"申请|报名|预约|办理|登记|凭|材料|领取|窗口",
    ),
    ("年龄", r"多大(?:岁数|年纪)|岁数|年龄|几岁", r"岁|年龄|出生"),
    ("门票", r"门票|票多少钱|多少钱一张", r"门票|景区票|免费"),
    (
        "条件",
        r"要(?:什么|啥|哪些)条件|(?:什么|啥|哪些)条件(?:才|能|可以)|(?:什么|啥)资格|够不够格",
        r"条件|标准|资格|符合|对象|\d\s*岁|户籍|须|以上|以下",
    ),
    (
        "到哪里投诉或反映",
        r"(?:怎么|咋|如何|哪里?|哪儿|找谁)(?:去|能|可以)?(?:投诉|举报|反映|告状)",
        r"热线|电话|投诉|举报|窗口|平台|信箱",
    ),
    ("网址或小程序", r"网址|网站|公众号|小程序|二维码|群号|app(?:叫|是|名|在)", r"网|公众号|小程序|app|平台|码"),
    ("怎么去", r"几路(?:车|公交)|坐(?:几|哪)路|哪一站下|怎么(?:走|去|坐车|过去)(?=\W*$)", r"公交|线路|\d路|专线|站点"),
    ("牌子或型号", r"(?:什么|啥|哪个|哪家)(?:牌子的|型号|品牌的)", r"牌|型|品牌"),
    ("颜色", r"(?:什么|啥)颜色", r"[红黄蓝绿黑白紫金银]|七彩|颜色"),
    (
        "名次",
        r"排(?:名|在)?第几|第几名|名次|排名(?:是?多少|如何|怎么样)",
        r"第[一二三四五六七八九十\d]|名|位居|居|首|前列",
    ),
    ("男女各多少", r"男女|(?:几个|多少)(?:男|女)", r"男|女|妇"),
    (
        "能容纳多少",
        r"容纳|(?:坐|住|停|装|放)得?(?:下|满)(?:多少|几)|能(?:坐|住|停|装)(?:下)?(?:多少|几)",
        r"容纳|座|床|车位|泊位|学位|可|规模|能力|平方米|㎡",
    ),
)
"""What is asked for, the words that ask for it, and those of which a passage that gives it has one."""
_MEASURED = (
    ("长度", r"(?:有|是|修|建)多长(?!时间)|多长的|多少长|长度", r"\d\s*[余多]?[万亿]?[余多]?(?:公里|千米|米|里)"),
    ("高度", r"(?<![率比额值分])多高", r"\d\s*(?:余|多)?(?:米|层)"),
    ("宽度或深度", r"多宽|多深", r"\d\s*(?:余|多)?(?:米|厘米)"),
    ("距离", r"多远", r"\d\s*(?:余|多)?(?:公里|千米|米|里|分钟|小时)"),
    ("重量", r"多重", r"\d\s*(?:余|多)?(?:吨|公斤|斤|克)"),
)
"""What is measured, the words that ask for it, and the figure that gives it."""
_REST = re.compile(r"(?:没有?|未)(?!错)[^,，]{1,14}的(?:是|有|还有)?(?:哪|几|多少)")
_SOME_LEFT = re.compile(r"没|未|不|无|尚|除")
_WHERE = re.compile(
    r"[在到]哪条(?:路|街|巷)|哪[栋幢]|(?:在|到)几楼|门牌|(?:搬|迁|挪|设|建|安|放|摆|分|开|位|挂|装|住|落|选)\S{0,4}(?:在)?(?:哪(?![些年几天])|什么(?:地方|位置)|啥地方)|在(?:哪里|哪儿|什么位置)|什么位置|哪几个(?:社区|村|城市|小区|街道)"
)
_WHICH_PLACES = re.compile(r"哪(?:些|一?个|几个?|[两三四五六七八九十]个)(?P<kind>村|社区|小区|街道|乡镇|县|省份?|国家)")
_PLACE_SAID = re.compile(r"位于|设在|坐落|[一-鿿]{2,}(?:村|社区|路|街|广场|公园|镇区|景区)|[一-鿿]、[一-鿿]")
_QUOTED = re.compile(r"“([^”]*)”")
_EACH = re.compile(
    r"每(?:个?人|户|月|年|天|亩|家|张|次|位)|一(?:个?人|户|张|家|亩|斤|吨|棵|次)(?=[^,，]{0,8}(?:多少|几))|人均|户均|平均"
)
_EACH_SAID = re.compile(r"每|均|/|按|标准|单价|票价")
_THAN = re.compile(
    r"(?:比|[跟和与同])(?P<what>[^,，]{1,8}?)(?:相?比[,，]?[^,，]{0,6})?(?:多|少|增|减|大|高|低|快|慢|长|涨|降)[了出加]?(?:多少|几)"
)
_SUPERLATIVE = re.compile(
    r"最[长短大小高低多少贵好快早晚远深宽](?!限度|后)|(?:拿|得|获)[了到]?第一(?!批|次)|第一名|冠军"
)
_RANKED = re.compile(r"最|第一|首|冠|居")
_CHANGE = re.compile(r"比|增长|增加|下降|减少|净增|提高|降低|上升|回落|翻|多[于了]|[由从][^,，]+[到至]")
_LAST_YEAR = re.compile(r"[去上前]年|往年|以前|之前|原来|年初|同期|\d年")
_SHARE_OF = re.compile(
    r"(?:里头?|里面|其中|当中)[^,，]{0,8}(?:占|有)(?:了)?(?:多少|几)|占(?:了)?(?:多少|几)[家个户人成]?"
)
_SHARE_SAID = re.compile(r"其中|占|%")
_WHY = re.compile(r"因为(?:什么|啥)|(?:什么|啥)原因|为(?:什么|啥|何)")
_REASON = re.compile(r"因|由于|为了|受|导致|针对|面对|缘于|鉴于|困境|所以|主要是|根据|响应|考虑")
_MOST = (("最低", "最高"), ("最少", "最多"), ("最小", "最大"), ("最差", "最好"), ("最慢", "最快"))


def service_not_given(query: Query, found: Found) -> str:
    """Refuse phone numbers, opening hours, how to apply, tickets and the like where the passage has none of it."""
    return next(
        (
            f"报告没有写{what}。"
            for what, asked, said in _SERVICE
            if re.search(asked, query.text) and not re.search(said, found.passage)
        ),
        "",
    )


def measure_not_given(query: Query, found: Found) -> str:
    """Refuse how long, how high, how far where the passage has no figure of that kind."""
    for what, asked, said in _MEASURED:
        if query.kind is Kind.FIGURE and not query.unit and re.search(asked, query.text):
            return "" if re.search(said, found.passage) else f"报告没有写{what}。"
    return ""


def rest_not_given(query: Query, found: Found) -> str:
    """Refuse which did not (没搞试点的是哪几个省) where the passage speaks only of those that did."""
    return "报告没有写其余的。" if _REST.search(query.text) and not _SOME_LEFT.search(found.passage) else ""


def place_not_given(query: Query, found: Found) -> str:
    """Refuse where something stands, where the quotation names no place."""
    if query.kind is Kind.FIGURE or not _WHERE.search(query.text) or found.short or _PLACE_SAID.search(found.quote):
        return ""
    return "报告没有写具体地点。"


def places_not_given(query: Query, found: Found) -> str:
    """Refuse which villages, streets or provinces it is where the quotation names none and lists nothing."""
    asked, said = _WHICH_PLACES.search(query.text), _QUOTED.sub("", found.quote)
    named = asked and re.search(rf"[一-鿿]{{2}}(?<!行政)(?<!自然){asked['kind']}", said)
    if not asked or named or find_enumerations(said):
        return ""
    return f"报告没有写是哪些{asked['kind']}。"


def each_not_given(query: Query, found: Found) -> str:
    """Refuse how much for each where only the total is given."""
    if query.kind is not Kind.FIGURE or not _EACH.search(query.text) or _EACH_SAID.search(found.passage):
        return ""
    return "报告只有总数，没有写每人、每户或平均是多少。"


def comparison_not_given(query: Query, found: Found) -> str:
    """Refuse how much more or less than something else where the passage compares nothing."""
    asked = _THAN.search(query.text)
    if not asked or (query.both and not _before(asked["what"], found)):
        return ""
    other = [word for word in words(asked["what"]) if len(word) > 1 and not is_stop_word(word)] or [asked["what"]]
    there = any(word in found.passage for word in other) or _LAST_YEAR.search(asked["what"])
    if there and (_CHANGE.search(found.passage) or len(find_quantities(found.quote)) > 1):
        return ""
    return f"报告没有写与{asked['what']}相比的数字。"


def _before(what: str, found: Found) -> bool:
    """Tell whether ``what`` is compared with is a year before those of the passage."""
    year = re.search(r"(?:19|20)\d\d", what)
    first = found.period.year_from or found.period.year
    return bool(year and first and int(year[0]) < first)


def superlative_not_given(query: Query, found: Found) -> str:
    """Refuse which is the longest or came first, where the passage ranks nothing and has no figures to be compared.

    Those behind a line (收入100万元以上的村20个) count many at once, and none of them is told from the others.
    """
    asked = _SUPERLATIVE.search(query.text)
    clauses = map(find_quantities, re.split(r"[，,；;。]", found.passage))
    alone = [clause for clause in clauses if not any(quantity.comparator in ("ge", "le") for quantity in clause)]
    units = [quantity.unit for clause in alone for quantity in clause]
    if not asked or query.kind not in (Kind.NAME, Kind.PLACE, Kind.TOPIC) or _RANKED.search(found.passage):
        return ""
    return "" if len(set(units)) < len(units) else f"报告没有写哪个{asked[0]}。"


def share_not_given(query: Query, found: Found) -> str:
    """Refuse how many of them where the passage does not divide them."""
    return "" if not _SHARE_OF.search(query.text) or _SHARE_SAID.search(found.quote) else "报告没有分开写。"


def reason_not_given(query: Query, found: Found) -> str:
    """Refuse what the cause was where the passage is one bare count."""
    bare = len(found.quote) <= _BARE and find_quantities(found.quote) and not _REASON.search(found.passage)
    return "报告没有写原因。" if bare and _WHY.search(query.text) else ""


def other_extreme(query: Query, found: Found) -> str:
    """Refuse the lowest where the highest is given, and the other way round."""
    for pair in _MOST:
        for asked, said in (pair, pair[::-1]):
            if asked in query.text and said in found.quote and asked not in found.quote:
                return f"报告只写了{said}的，没有写{asked}的。"
    return ""


_BARE = 45
"""Characters up to which a quotation with a figure gives no reason besides."""
CHECKS: Sequence[Callable[[Query, Found], str]] = (
    service_not_given,
    unnamed.person_not_given,
    measure_not_given,
    rest_not_given,
    superlative_not_given,
    place_not_given,
    places_not_given,
    unnamed.name_not_given,
    unnamed.only_counted,
    each_not_given,
    comparison_not_given,
    share_not_given,
    reason_not_given,
    other_extreme,
)
