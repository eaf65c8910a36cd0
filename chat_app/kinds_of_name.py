"""Names of one kind that exclude each other where one thing is meant: another city, dynasty, office, road or number.

Like ``chat_app.contrasts``, everything here is matched on normalised text, what is asked against one clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from chat_app.contrasts import Contrast
from indexer.knowledge.word_lists import PLACES, read_words
from indexer.lexicon import words

_PATTERNS = (
    r"(?:[唐宋元明清]|民国)[代朝]|民国(?=时期|年间)",
    r"党委书记|书记|镇长|乡长|区长|市长|县长|街道办主任|局长|部长|总理|主席|委员长",
    r"(?:城乡)?居民|村民|农民|企业|商户|店主|业主|学生|老人|妇女|儿童|职工|教师|医生|干部|党员|老板",
    r"[春夏秋冬](?:季|天|末|初)|[春夏秋冬](?=粮|茶|种|收|开学|招)|国庆节?|春节|元旦|中秋节?|端午节?|清明节?",
    r"(?![这那哪此本该每各])[一-鿿]{2,3}?(?:公路|大道|高速|古道)|(?![这那哪此本该每各])[一-鿿]{2}(?:路|线|街)|[东西南北中]线",
    r"家庭农场|合作社|龙头企业|种养大户|农业公司",
    r"幼儿园|小学|初中|高中|中学|大学|职校|技校",
    r"剪纸|山歌|婺剧|龙灯|舞龙|木雕|竹编|刺绣|皮影|锣鼓|铜器|锡雕",
    r"水稻|玉米|小麦|大豆|油菜花?|茶叶|黄精|蜂蜜|柑橘|葡萄|中蜂|生猪",
)
"""Kinds of names, each as one pattern."""
_ALIKE = ({"居民", "城乡居民", "村民", "农民", "业主", "老人"}, {"商户", "店主", "企业", "老板"}, {"书记", "党委书记"})
"""What people take for each other."""
_NUMBERED = re.compile(r"(?P<of>[一-鿿]{2})(?P<number>[一二三四五六七八九十\d]+)号")


def other_of_kind(asked: str, said: str, passage: str) -> Contrast | None:
    """Return the contrast where ``asked`` has a name that the ``passage`` lacks and ``said`` another of its kind.

    Only where each has one alone: of several nobody can tell which stands for which.
    """
    for names in (*_KINDS, _cities):
        mine = [name for name in names(asked) if name not in passage]
        theirs = [name for name in names(said) if name not in asked]
        if len(set(mine)) == 1 == len(set(theirs)) and not any({*mine, *theirs} <= people for people in _ALIKE):
            return Contrast(mine[0], theirs[0])
    for mine_number in _NUMBERED.finditer(asked):
        for their_number in _NUMBERED.finditer(said):
            same = mine_number["of"] == their_number["of"] and mine_number[0] not in passage
            if same and their_number[0] not in asked:
                return Contrast(mine_number[0], their_number[0])
    return None


def _finder(pattern: str) -> Callable[[str], Sequence[str]]:
    compiled = re.compile(pattern)

    def found(text: str) -> Sequence[str]:
        edges = _edges(text)
        return [name[0] for name in compiled.finditer(text) if {*name.span()} <= edges]

    return found


@lru_cache(maxsize=4096)
def _edges(text: str) -> frozenset[int]:
    """Return where words of ``text`` begin and end: 大学生 holds no 学生."""
    edges, at = {0, len(text)}, 0
    for word in words(text):
        at = max(text.find(word, at), at)
        edges |= {at, at + len(word)}
        at += len(word)
    return frozenset(edges)


def _cities(text: str) -> Sequence[str]:
    return [word for word in words(text) if word in read_words(PLACES)]


_KINDS: Sequence[Callable[[str], Sequence[str]]] = tuple(map(_finder, _PATTERNS))
