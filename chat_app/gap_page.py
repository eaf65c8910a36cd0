"""The gap report as one HTML page that needs nothing else, to be opened, printed and passed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from chat_app.gap_report import GapReport, Topic, reasons_in_words
from chat_app.gap_text import became, said, summary

_STYLE = """
body { font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif; color: #1b1f24;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #d0d7de; }
th { white-space: nowrap; } td.n { white-space: nowrap; font-variant-numeric: tabular-nums; }
td { overflow-wrap: anywhere; } small { color: #57606a; display: block; }
"""


def in_html(report: GapReport) -> str:
    """Return the whole report as an HTML document; nothing that a visitor wrote is markup in it."""
    title = f"居民提问情况（{report.first} 至 {report.last}）"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>{'<br>'.join(map(escape, summary(report)))}</p>"
        + _table("报告里没有答到的问题", ("次数", "问题", "最近一次"), map(_missed, report.in_vain))
        + _table("评价“没用”的回答", ("没用", "有用", "问题", "原因和留言"), map(_voted, report.voted_down))
        + _table("问得最多的问题", ("次数", "问题", "结果"), (_asked(topic) for topic in report.topics if topic.asked))
        + _table("每天的情况", ("日期", "提问", "没有答出", "有用", "没用"), _days(report))
        + "</body></html>\n"
    )


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    if not body:
        return f"<h2>{title}</h2><p>没有。</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _missed(topic: Topic) -> Iterator[str]:
    nearest = [f"报告里最接近的：{topic.nearest}"] if topic.nearest else []
    yield from (_number(topic.not_found), _question(topic, *nearest), _number(topic.last))


def _voted(topic: Topic) -> Iterator[str]:
    reasons = reasons_in_words(topic.reasons) or "没有说明原因"
    comments = [f"留言：{comment}" for comment in topic.comments]
    yield from (_number(topic.down), _number(topic.up), _question(topic), _cell(reasons, *comments))


def _asked(topic: Topic) -> Iterator[str]:
    yield from (_number(topic.asked), _question(topic), _cell(became(topic)))


def _days(report: GapReport) -> Iterator[Iterator[str]]:
    for day in report.days:
        yield iter(map(_number, (day.day, day.asked, day.not_found, day.up, day.down)))


def _question(topic: Topic, *more: str) -> str:
    return _cell(said(topic), *([f"也这样问：{'；'.join(topic.wordings)}"] if topic.wordings else []), *more)


def _number(value: object) -> str:
    return f'<td class="n">{value}</td>'


def _cell(text: str, *more: str) -> str:
    return f"<td>{escape(text)}{''.join(f'<small>{escape(line)}</small>' for line in more)}</td>"
