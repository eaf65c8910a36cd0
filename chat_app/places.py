"""Near misses of place: another province or village, or the whole city, than the passage found speaks of."""

from __future__ import annotations

import re

from chat_app.findings import Found, plain
from chat_app.questions import Query
from chat_app.wording import Kind
from indexer.knowledge.word_lists import PLACES, read_words
from indexer.lexicon import words

_PROVINCES = re.compile(
    r"北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    r"|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_NAMED = re.compile(r"(?=([一-鿿](?![农乡])[一-鿿])(?:村|社区|小区|公司|集团)(?!民|级|里|庄|委|干|史))")


def other_place(query: Query, found: Found) -> str:
    """Refuse a province, a city, or a village or firm named elsewhere, of which the passage does not speak."""
    own = plain(found.report.title + found.report.publisher)
    cities = (word for word in words(query.text) if word in read_words(PLACES))
    for name in (*_PROVINCES.findall(query.text), *cities):
        if name not in found.passage and name not in own:
            return f"找到的内容没有单独说{name}。"
    text = plain(found.report.text)
    for name in _NAMED.findall(re.sub(r"“[^”]*”", "□", query.text)):
        known = f"{name}、" in text or f"、{name}" in text or f"{name}村" in text or f"{name}集团" in text
        if known and name not in found.passage:
            return f"报告提到了{name}，但没有写这一项。"
    return ""


def whole_place(query: Query, found: Found) -> str:
    """Refuse the figure of the whole city or country where the report is one of a smaller place (西城街道)."""
    publisher = plain(found.report.publisher or found.report.title)
    local = re.match(r"(?:[一-鿿]+?省)?([一-鿿]+?[市县区州])([一-鿿]+?(?:街道|镇|乡))", publisher)
    if query.kind is not Kind.FIGURE or local is None or local[2] in query.text or local[2][:2] in query.text:
        return ""
    wider = re.search(rf"全[国省市县]|{re.escape(local[1])}", query.text)
    if wider and wider[0] not in found.passage:
        return f"报告说的是{local[2]}，没有{wider[0]}的数字。"
    return ""
