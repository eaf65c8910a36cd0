"""Which name of a quotation is the one asked for: 哪家企业 → 步阳集团, 什么模式 → “农家书屋+新华书店”模式.

There is no tagger to trust with the names of villages and firms, so a name is found by what stands around it: the noun
that it ends with, the words beside the question word, quotation marks, and the verbs of government prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from chat_app.clauses import clause_at, split_clauses
from chat_app.verbs import LEADING, VERB, without_last_adverbs, without_verbs
from indexer.lexicon import normalise

_ENDINGS = {
    "企业": "集团|公司|企业|厂|股份",
    "公司": "集团|公司|企业|厂|股份",
    "单位": "集团|公司|企业|厂|局|院|校|中心|委员会|办公室",
    "大学": "大学|学院|[一-鿿]大(?![一-鿿])|[浙北清复南武川]大",
    "学校": "大学|学院|学校|中学|小学|卫校|校",
    "医院": "医院|卫生院|院区",
    "地方": "村|社区|小区|区块|园区|片区|街|路|广场|公园|中心|梯田|古道|基地|[镇湖山溪](?![一-鿿])",
    "路": "路|街|大道|高速|线",
    "街": "街|路",
    "线": "线|路",
    "小区": "小区|公寓|府|苑|城|花园",
    "村": "村",
}
_WHO = "集团|公司|企业|厂|局|中心|委员会|办公室|银行|医院|学校"
_ASKED = re.compile(
    r"(?:什么样的?|什么|啥|哪(?:一?[家个些位种所条支艘座届类片场项]|里的?|儿的?)?|叫啥|叫什么|几|谁)(?P<noun>[一-鿿]{0,5})"
)
_FILLER = re.compile(r"^(?:的|是|了|在|叫|名称|名字)+|(?:的是|的|是|了|在|叫|要|跟|由|拿|用|到)+$")
_BOUNDARY = re.compile(r"[、,，;；。:：（()）]|(?<=[一-鿿”])(?:与|和|及|以及)(?=[一-鿿“])|[的等](?=[一-鿿“])")
_QUOTED = re.compile(r"[“「『]([^”」』]{2,30})[”」』]")
_FRAMES = (
    (re.compile(r"抓手"), re.compile(r"以([^,，。;；、]{2,20})为抓手")),
    (re.compile(r"突破"), re.compile(r"(?:以|、)([^,，。;；、]{2,20})为突破")),
    (re.compile(r"为?轴"), re.compile(r"以([^,，。;；、]{2,20})为轴")),
    (re.compile(r"牵引"), re.compile(r"以([^,，。;；]{2,40})为牵引")),
    (re.compile(r"载体"), re.compile(r"以([^,，。;；、]{2,20})为载体")),
    (re.compile(r"支撑"), re.compile(r"以([^,，。;；、]{2,20})为[^,，。;；、]{0,4}支撑")),
)
_CALLED = re.compile(r"叫(?:什么|啥|作|做)|(?:什么|啥)名")
_LONGEST = 28
_QUOTED_MOST = 3
_GENERIC = re.compile(
    r"(?:级|型|技术|上市|规上|以上|挂牌|重点|中小|民营|各类?|所有|老旧|开放式|封闭式?|高层建筑|一|每|新型?)"
    r"(?:企业|公司|小区|社区|村|街|路|单位|学校)$"
)
"""What names a kind, not one of it (国家级企业, 老旧小区)."""


def name_asked(question: str, quote: str) -> str | None:
    """Return the name in ``quote`` that ``question`` asks for, verbatim; None where none is sure enough.

    ``question`` is normalised text. Tried in turn: a choice (A还是B), a frame (以…为抓手), a noun that the name ends
    with, what stands beside the question word, what stands in quotation marks.
    """
    said = normalise(question)
    if re.search(r"还是|或是|或者", said):
        return _chosen(said, quote)
    tries = (_framed(said, quote), _agent(said, quote), _by_noun(said, quote), _beside(said, quote))
    for found in tries:
        if found and len(found) <= _LONGEST and normalise(found) not in said and not found.startswith("的"):
            return _called(said, found)
    quoted = [q for q in _QUOTED.findall(quote) if normalise(q) not in said]
    return "、".join(quoted) if 1 <= len(quoted) <= _QUOTED_MOST and re.search(r"叫|名|口号|称|什么|哪", said) else None


def _called(question: str, found: str) -> str:
    """Return the name in quotation marks alone, where it is asked what a thing is called."""
    name = re.match(r"“[^”]+”", found) if _CALLED.search(question) else None
    return name[0] if name else found


def _chosen(question: str, quote: str) -> str | None:
    """Return that of two options (完成入库还是申报入库) which alone stands in the last clause of the quotation."""
    found = re.search(r"([一-鿿]{2,8})(?:还是|或是|或者)([一-鿿]{2,8})", question)
    if not found:
        return None
    clause = [quote[c.start : c.end] for c in split_clauses(quote)][-1]
    there = [o for o in (_option(found[1], clause, True), _option(found[2], clause, False)) if o]
    return there[0] if len(there) == 1 else None


def _option(option: str, clause: str, at_end: bool) -> str | None:
    """Return the longest end (or beginning) of ``option``, two characters or more, that stands in ``clause``."""
    pieces = [option[i:] for i in range(len(option) - 1)] if at_end else [option[:i] for i in range(len(option), 1, -1)]
    return next((piece for piece in pieces if len(piece) > 2 and piece in clause), None)


def _framed(question: str, quote: str) -> str | None:
    for asked, frame in _FRAMES:
        if asked.search(question) and (found := frame.search(quote)):
            return found[1]
    return None


def _agent(question: str, quote: str) -> str | None:
    """Return who did it where a doer is asked for by a verb that the quotation has too (哪家企业被评为…)."""
    found = _ASKED.search(question)
    if not found or not re.match(r"企业|公司|单位|部门|$", _noun(question)) or "谁" in found[0]:
        return None
    return _subject(question[found.end() - len(found["noun"]) :], quote, any_verb=False)


def _noun(question: str) -> str:
    found = _ASKED.search(question)
    if not found:
        words = question.split()
        return words[-1][-1] if len(words) > 1 and words[-1][-1] in _ENDINGS else ""
    if re.search(r"哪里|哪儿|什么地方|啥地方|在哪(?![个一家条些处类种])", question):
        return "地方"
    if "谁" in found[0]:
        return "谁"
    noun = re.split(r"的|是|在|有|吗|呢|申报|牵头|负责|被|通过|试|承", found["noun"])[0]
    behind = question[: found.start()]
    if (
        not noun
        and (of := re.search(r"([一-鿿]{2})(?:是|叫)?$", behind))
        and (behind[-1] in "是叫" or "叫" in found[0])
    ):
        return of[1]
    verb = LEADING.search(noun, 1)
    return noun[: verb.start()] if verb else noun


def _by_noun(question: str, quote: str) -> str | None:
    """Return the name that ends with the noun asked for, the one in the clause nearest to the question first."""
    noun = _noun(question)
    if not noun:
        return None
    known = next((e for n, e in _ENDINGS.items() if noun == n or (len(noun) > 1 and noun.endswith(n))), "")
    endings = known or (_WHO if noun == "谁" else "|".join(map(re.escape, _tails(noun))))
    found = [n for n in _ending_with(endings, quote) if normalise(n) not in question and not _GENERIC.search(n)]
    return max(found, key=lambda name: _closeness(question, quote, name), default=None)


def _tails(noun: str) -> list[str]:
    """Return ``noun`` and its beginnings; a verb may have been read along with it (范围内通借)."""
    return [noun[:length] for length in range(len(noun), 1, -1)] or [noun]


def _ending_with(endings: str, quote: str) -> Iterator[str]:
    for clause in split_clauses(quote):
        piece = quote[clause.start : clause.end]
        for found in re.finditer(endings, piece):
            start = max((b.end() for b in _BOUNDARY.finditer(piece, 0, found.start())), default=0)
            verb = [v.end() for v in VERB.finditer(piece, start, found.start())]
            whole = without_verbs(piece[start : found.end()])
            cut = piece[verb[-1] : found.end()] if verb else ""
            short = whole if len(whole) <= 16 or len(cut) < 2 else cut
            if len(short) > len(found[0]) or found[0] not in endings.split("|"):
                yield _balanced(short)
            if not re.match(r"[”」』]", piece[found.end() :]) and (q := re.search(r"[“「『]([^”」』]+)$", short)):
                yield q[1]


def _balanced(name: str) -> str:
    """Return ``name`` from its last opening quotation mark on, where one is left open before it or closes alone."""
    opened = name.find("“")
    if "”" in name and (opened < 0 or name.index("”") < opened):
        name = name[(opened if opened >= 0 else name.index("”") + 1) :]
    return name + "”" if name.count("“") > name.count("”") else name


def _closeness(question: str, quote: str, name: str) -> float:
    at = quote.find(name.rstrip("”"))
    clause = clause_at(quote, at)
    asked = set(pairwise(question))
    shared = len(asked & set(pairwise(clause)))
    own = len(asked & set(pairwise(name)))
    return shared - 0.5 * own - 0.01 * len(name)


def _beside(question: str, quote: str) -> str | None:
    """Return what stands where the question word does: behind the same word (遏制什么), or before it (哪家申报)."""
    found = _ASKED.search(question)
    if not found or _noun(question) in _ENDINGS:
        return None
    before = _FILLER.sub("", question[: found.start()])
    for length in (4, 3, 2):
        word = before[-length:]
        if len(word) == length and (at := quote.find(word)) >= 0:
            rest = quote[at + length :].lstrip("了的是到")
            end = re.search(r"[,，。;；]|$", rest)
            name = rest[: end.start()] if end else rest
            if 2 <= len(name) <= 20 and not name.startswith(found["noun"][:2] or "、") and "、" not in name:
                return name
    return _subject(question[found.end() - len(found["noun"]) :], quote, bool(re.search(r"叫啥|叫什么|谁", question)))


def _subject(behind: str, quote: str, any_verb: bool) -> str | None:
    """Return the subject of the clause whose verb stands behind the question word (谁获得了 → 屠呦呦)."""
    for clause in split_clauses(quote):
        piece = quote[clause.start : clause.end]
        verb = VERB.search(piece, 2)
        if verb and (verb[0] in behind or any_verb) and 2 <= verb.start() <= 16:
            name = without_last_adverbs(without_verbs(piece[: verb.start()]))
            if name not in ("企业", "公司", "单位") and not _GENERIC.search(name):
                return name
    return None
