"""Page furniture around a report's text: found, kept out of the text, its facts kept as metadata.

A page copied from a government site brings a table of facts (索引号, 发文时间 …) before the body and
buttons (字体, 打印, 关闭) after it. Only lines at the two ends are ever dropped; nothing inside the body is touched.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_FIELDS = {
    "index_number": "索引号 信息索引号",
    "publisher": "发布机构 发文机关 发布单位 信息来源 来源",
    "date": "发文时间 发文日期 发布时间 发布日期 成文日期 生成日期 公开日期",
    "title": "标题 名称 信息名称",
}
_FIELD_OF = {key: field for field, keys in _FIELDS.items() for key in keys.split()}
_OTHER_KEYS = """
    文号 发文字号 主题分类 主题词 体裁分类 组配分类 服务对象 登记号 统一登记号 有效性 公开方式 公开范围 公开类别
    公开时限 公开形式 生效日期 废止日期 作者 编辑 责任编辑 责编 审核 审核人 浏览次数 浏览量 浏览 阅读 阅读次数
    阅读量 点击数 点击率 点击量 访问量 字体 字号 字体大小 视力保护色 背景色 当前位置 您现在的位置 您的位置 分享
    分享到 分享至 关键词 信息分类 所属分类 文件编号 上一篇 下一篇 上一条 下一条
"""
_KEY = "|".join(sorted([*_FIELD_OF, *_OTHER_KEYS.split()], key=len, reverse=True))
_IS_KEY = re.compile(_KEY)
_PAIR = re.compile(
    rf"[\[【(（·-]?\s*({_KEY})\s*[\]】]?\s*[:：]\s*(.*?)\s*(?=[\[【(（·-]?\s*(?:{_KEY})\s*[\]】]?\s*[:：]|$)"
)
_CELL_ENDS = re.compile(r"[|│\t]")
_BUTTONS = """
    打印 打印本页 打印此页 打印本文 关闭 关闭窗口 关闭本页 返回 返回顶部 返回首页 返回列表 收藏 收藏本页 分享
    分享到 分享至 大 中 小 加大 缩小 默认 字体 字号 首页 网站首页 复制链接 我要纠错 纠错 扫一扫 微信扫一扫
    扫一扫在手机打开当前页 A A+ A- 微信 微博 新浪微博 QQ空间 朗读 收听 下载 导出 相关链接 网站地图 联系我们
    关于我们 使用帮助 无障碍 无障碍浏览 无障碍阅读 长者模式 繁体 简体 手机版 移动版
"""
_IS_BUTTON = frozenset(_BUTTONS.split())
_BETWEEN_BUTTONS = re.compile(r"[\s–—|│·•*><》《\[\]【】()（）:：/]+|(?<!A)-+")
_COLOPHON = re.compile(
    r"(?:版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持[:：]|copyright\b|©)|.*(?:ICP备\s*\d|公网安备\s*\d|网站标识码\s*[:：]?\s*\w)",
    re.I,
)
_BREADCRUMB = re.compile(r"(?:首页|网站首页|当前位置|您现在的位置|您的位置)\s*[:：]?.{0,40}[>›»＞]")
_ATTACHED = re.compile(r".{1,100}\.(?:docx?|xlsx?|pdf|wps|et|ofd|rar|zip)(?:\s*[(（].{0,20}[)）])?", re.I)
_NEIGHBOUR = re.compile(r"[\[【]?[上下]一[篇条]")
_PUBLISHED = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?(\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_NO_PUBLISHER = frozenset({"本站", "本网", "原创", "本站原创"})
_LONGEST = 200
"""Characters above which a line is body, whatever it holds."""
_TITLE_LONGEST = 60
_TITLE_LINES = 4
"""Lines such as the site's name and the title that may stand above the facts."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart: the body text, and the facts of its furniture by Report field name."""

    body: str
    facts: dict[str, str]


def strip_furniture(page: str) -> Page:
    """Drop the furniture lines before the first and after the last body line of ``page``; keep their facts."""
    lines = page.split("\n")
    first, facts = _head(lines)
    last = len(lines)
    while last > first and (not lines[last - 1].strip() or _is_furniture(lines[last - 1])):
        last -= 1
        _collect(lines[last], facts)
    return Page("\n".join(lines[first:last]), facts)


def _head(lines: list[str]) -> tuple[int, dict[str, str]]:
    """Return the index of the first body line and the facts above it.

    A short line between two lines with a bare key is the value of the first; above other furniture it is the title.
    """
    facts: dict[str, str] = {}
    titles: list[int] = []
    key = ""
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if _is_furniture(line):
            _collect(line, facts)
            key = _open_key(line)
        elif key and (_open_key(_next(lines, at)) or _is_date_of(key, line)):
            _keep(key, line, facts)
            key = ""
        elif _furniture_follows(lines, at) and len(titles) < _TITLE_LINES:
            titles.append(at)
        else:
            if titles:
                facts.setdefault("title", lines[titles[-1]].strip())
            return at, facts
    return (titles[0] if titles else len(lines)), facts  # all furniture, or a few short lines with furniture below


def _furniture_follows(lines: list[str], at: int) -> bool:
    """Tell whether the line at ``at``, with at most a few like it, is short, no sentence, and above furniture."""
    for line in filter(str.strip, lines[at : at + 2 * _TITLE_LINES]):
        if _is_furniture(line):
            return True
        if len(line.strip()) > _TITLE_LONGEST or re.search(r"[。！？；：]", line):
            return False
    return False


def _next(lines: list[str], at: int) -> str:
    return next(filter(str.strip, lines[at + 1 : at + 1 + _TITLE_LINES]), "")


def _is_date_of(key: str, line: str) -> bool:
    return _FIELD_OF.get(key) == "date" and bool(_PUBLISHED.fullmatch(line.strip()))


def _is_furniture(line: str) -> bool:
    if len(line) > _LONGEST and len(line.strip()) > _LONGEST:
        return False
    line = line.strip()
    if _COLOPHON.match(line) or _BREADCRUMB.match(line) or _ATTACHED.fullmatch(line) or _NEIGHBOUR.match(line):
        return True
    if all(word in _IS_BUTTON for word in _BETWEEN_BUTTONS.split(line) if word):
        return True
    if _CELL_ENDS.search(line):
        return any(_IS_KEY.fullmatch(cell) for cell in _cells(line))
    if published := _PUBLISHED.match(line):
        line = line[published.end() :]
        if not line:
            return bool(published[1])  # a day alone is a signature, a time of day is the site's
    return bool(_PAIR.match(line)) and not re.search("[。；！？]", line)


def _cells(line: str) -> list[str]:
    return [cell.strip().rstrip(":：") for cell in _CELL_ENDS.split(line)]


def _open_key(line: str) -> str:
    """Return the key that ``line`` consists of, its value being the next line; else an empty string."""
    bare = line.strip().rstrip(":： ")
    return bare if _IS_KEY.fullmatch(bare) else ""


def _collect(line: str, facts: dict[str, str]) -> None:
    line = line.strip()
    if published := _PUBLISHED.match(line):
        _keep("发布时间", published[0], facts)
    for key, value in _pairs(line):
        _keep(key, value, facts)


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    if not _CELL_ENDS.search(line):
        yield from _PAIR.findall(line)
        return
    cells = _cells(line)
    for key, value in pairwise(cells):
        if not _IS_KEY.fullmatch(value):
            yield key, value


def _keep(key: str, value: str, facts: dict[str, str]) -> None:
    field = _FIELD_OF.get(key)
    value = value.strip(" \t\u3000-—|[]【】")
    if field == "date":
        value = _iso_date(value)
    if field == "publisher" and value in _NO_PUBLISHER:
        return
    if field and value:
        facts.setdefault(field, value)


def _iso_date(text: str) -> str:
    """Return the first day named in ``text`` as YYYY-MM-DD; an empty string where there is none in the calendar."""
    if found := _DATE.search(text):
        try:
            return datetime.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            return ""
    return ""
