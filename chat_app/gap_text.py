"""The gap report as text for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator

from chat_app.gap_report import GapReport, Topic, reasons_in_words

_DAYS = 14
"""Days that are listed one by one, the latest ones."""
NOTHING = "还没有记录：没有人通过网页或接口提过问题。"


def share(part: int, whole: int) -> str:
    """Return ``part`` of ``whole`` in per cent, rounded; 0% of nothing."""
    return f"{round(100 * part / whole) if whole else 0}%"


def summary(report: GapReport) -> list[str]:
    """Return the sentences that open a report: how much was asked, answered and voted."""
    found = report.answered + report.partly
    partly = f"（其中部分答出 {report.partly}）" if report.partly else ""
    lines = [
        f"共 {report.asked} 个问题：答出 {found}（{share(found, report.asked)}）{partly}，"
        f"报告里没有 {report.not_found}（{share(report.not_found, report.asked)}）。"
    ]
    if report.small_talk:
        lines.append(f"另有 {report.small_talk} 句寒暄或闲聊，没有算在里面。")
    if voted := report.up + report.down:
        lines.append(f"共 {voted} 个评价：有用 {report.up}（{share(report.up, voted)}），没用 {report.down}。")
    else:
        lines.append("还没有人评价。")
    return lines


def became(topic: Topic) -> str:
    """Return what became of a topic in a few words, for example 都答出了 or 答出 3、没有答出 1."""
    if topic.answered == topic.asked:
        return "都答出了"
    if topic.not_found == topic.asked:
        return "都没有答出"
    counted = (("答出", topic.answered), ("部分答出", topic.partly), ("没有答出", topic.not_found))
    return "、".join(f"{words} {count}" for words, count in counted if count)


def in_text(report: GapReport, longest: int = 20) -> str:
    """Return the whole report as lines of text, each list cut to ``longest`` topics."""
    return "\n".join(_lines(report, longest))


def _lines(report: GapReport, longest: int) -> Iterator[str]:
    yield f"居民提问情况（{report.first} 至 {report.last}）"
    yield ""
    yield from summary(report)
    yield from _section("一、报告里没有答到的问题", report.in_vain, longest, _missed, "没有。")
    if any(topic.answered for topic in report.in_vain):
        yield "  （换了说法就能答出的，可以把这种说法加进口语词典 indexer/knowledge/thesaurus.txt。）"
    yield from _section("二、评价“没用”的回答", report.voted_down, longest, _voted, "没有。")
    yield from _section("三、问得最多的问题", [t for t in report.topics if t.asked], longest, _asked, "没有。")
    yield from ("", "四、每天的情况")
    if len(report.days) > _DAYS:
        yield f"  （最近 {_DAYS} 个有提问或评价的日子）"
    for day in report.days[-_DAYS:]:
        yield f"  {day.day}  提问 {day.asked:>4}  没有答出 {day.not_found:>4}  有用 {day.up:>3}  没用 {day.down:>3}"


def _section(title: str, topics: list[Topic], longest: int, lines: object, none: str) -> Iterator[str]:
    assert callable(lines)  # noqa: S101
    yield from ("", f"{title}（{len(topics)} 类）" if topics else title)
    if not topics:
        yield f"  {none}"
    for topic in topics[:longest]:
        yield from lines(topic)
    if len(topics) > longest:
        yield f"  …… 还有 {len(topics) - longest} 类，用 --json 或 --html 可以看到全部。"


def _missed(topic: Topic) -> Iterator[str]:
    yield f"  {topic.not_found:>3} 次  {said(topic)}（最近 {topic.last}）"
    yield from _others(topic)
    if topic.answered or topic.partly:
        yield f"          另有 {topic.answered + topic.partly} 次换了说法后答出了"
    if topic.nearest:
        yield f"          报告里最接近的：{_short(topic.nearest)}"


def _voted(topic: Topic) -> Iterator[str]:
    reasons = reasons_in_words(topic.reasons) or "没有说明原因"
    yield f"  {topic.down:>3} 次  {said(topic)}（{reasons}；有用 {topic.up}）"
    yield from (f"          留言：{comment}" for comment in topic.comments)


def _asked(topic: Topic) -> Iterator[str]:
    yield f"  {topic.asked:>3} 次  {said(topic)}（{became(topic)}）"
    yield from _others(topic)


def _others(topic: Topic) -> Iterator[str]:
    if topic.wordings:
        yield f"          也这样问：{'；'.join(topic.wordings)}"


def said(topic: Topic) -> str:
    """Return a topic's question, after the one that it followed up."""
    return f"{topic.question}〔接着问：{topic.earlier}〕" if topic.earlier else topic.question


def _short(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
