"""Answers drawn as HTML.

Gradio hands the HTML to its Markdown component, which parses and sanitises it. So everything that comes from a question
or a report goes through ``encode``: neither Markdown nor HTML finds markup in it, and it is shown verbatim.
Only elements and attributes that survive the sanitiser are used: class, href, type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from chat_app.answers import Answer, Citation, Evidence, Outcome
from indexer.corpus import Period, Report, Scope

# Of control characters HTML reads some numbers as others (&#133; is …), so they stay as they are.
_ACTIVE = re.compile(r"[^\w \x01-\x08\x0b\x0e-\x1f\x7f-\x9f]|_")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REFERENCE = r"\[(\d{1,3})\]"
_NUMBER = re.compile(r"[0-9][0-9-]{2,}")
_SCOPES = {Scope.DONE: "已完成", Scope.PLANNED: "计划"}
_SHORT = 24  # characters up to which the answer proper is shown in bold
_RELATED = 3  # nearest passages shown where the report is silent


def encode(text: str) -> str:
    """Return ``text`` with every character that could mean something to Markdown or HTML as ``&#N;``.

    One that turns the direction of writing is kept apart, so that it cannot put what stands beside it in another order.
    """
    encoded = _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)
    return f'<span class="apart">{encoded}</span>' if _TURNING.search(text) else encoded


def draw_answer(question: str, answer: Answer, contact: str) -> str:
    """Return one turn of the conversation: the question, the answer, its sources, what else to ask."""
    absent = answer.outcome is Outcome.NOT_FOUND
    parts = [
        _absent(answer, contact) if absent else _answered(answer),
        _suggestions(answer.suggestions),
        _origin(answer),
        f'<span class="index">{encode(answer.index)}</span>',  # a vote names the index that it judges
    ]
    return _turn(str(answer.outcome), question, "".join(parts))


def draw_refusal(question: str, message: str) -> str:
    """Return the turn for a question that cannot be asked, with the reason."""
    return _turn("refused", question, f'<p class="said">{encode(message)}</p>')


def badge(period: Period) -> str:
    """Return what kind of statement this is and of which years, for example 已完成 · 2022; empty where unknown."""
    years = "–".join(str(year) for year in (period.year_from, period.year) if year is not None)
    return " · ".join(part for part in (_SCOPES[period.scope] if period.scope else "", years) if part)


def contact_link(contact: str) -> str:
    """Return a link that makes a phone call the last number in ``contact``; without a number just its text."""
    numbers = _NUMBER.findall(contact)
    return f'<a class="phone" href="tel:{numbers[-1]}">拨打 {encode(contact)}</a>' if numbers else encode(contact)


def report_line(report: Report) -> str:
    """Return a report's title, publisher and date of publication, as far as they are known, as HTML."""
    title = f'<span class="title">{encode(f"《{report.title}》")}</span>' if report.title else encode(report.id)
    date = f"{report.date} 发布" if report.date else ""
    facts = (f'<span class="fact">{encode(fact)}</span>' for fact in (report.publisher, date) if fact)
    return '<span class="dot"> · </span>'.join([title, *facts])


def _turn(kind: str, question: str, body: str) -> str:
    return (
        f'<article class="turn {kind}"><h3 class="question"><span class="unseen">您问：</span>{encode(question)}</h3>'
        f'<div class="answer">{body}</div></article>'
    )


def _answered(answer: Answer) -> str:
    partly = '<p class="partly">报告里只找到一部分</p>' if answer.outcome is Outcome.PARTLY else ""
    written = f"由语言模型 {answer.generator} 依据下列原文整理" if answer.generator else ""
    return (
        f'{partly}<p class="said">{_linked(answer.text, answer.citations, answer.short)}</p>'
        f"{_notes(answer.further_notes)}{_note(written)}{_cards(answer.citations)}"
    )


def _linked(text: str, citations: tuple[Citation, ...], short: str | None) -> str:
    """Return ``text`` with each ``[n]`` as a link to its place in the report, and with what answers in bold.

    Where it stands more than once, or is as good as the whole sentence, nothing is bold. A link is ``kept`` on the line
    of the character before it.
    """
    bold = short if short and len(short) <= _SHORT and text.count(short) == 1 else None
    pieces: list[str] = []
    at = 0
    for match in re.finditer(rf"{_REFERENCE}|{re.escape(bold)}" if bold else _REFERENCE, text):
        before, drawn = text[at : match.start()], f"<strong>{encode(match[0])}</strong>"
        if match[0] != bold:
            n = int(match[1])
            if not 1 <= n <= len(citations):
                continue
            drawn = f'<a class="cite" href="{_place(citations[n - 1])}">[{n}]</a>'
            if before:
                before, drawn = before[:-1], f'<span class="kept">{encode(before[-1])}{drawn}</span>'
        pieces += [encode(before), drawn]
        at = match.end()
    return "".join(pieces) + encode(text[at:])


def _absent(answer: Answer, contact: str) -> str:
    """Draw a calm no: the report is silent, whom to call, and what stands nearest to the question."""
    related = "" if answer.small_talk else _cards(answer.evidence[:_RELATED])
    return (
        f'<p class="said">{encode(answer.text)}</p>{_notes(answer.notes)}<p class="contact">{contact_link(contact)}</p>'
        + (f'<h4 class="related">相关内容</h4>{related}' if related else "")
    )


def _cards(places: Iterable[Citation | Evidence]) -> str:
    cards = "".join(f"<li>{_card(place)}</li>" for place in places)
    return f'<ol class="cards">{cards}</ol>' if cards else ""


def _card(place: Citation | Evidence) -> str:
    n = f'<span class="n">{place.n}</span>' if isinstance(place, Citation) else ""
    quote = place.quote if isinstance(place, Citation) else place.text
    path = " › ".join(place.path)
    label = badge(place.period)
    kind = str(place.period.scope or "undated")
    return (
        f'<a class="card" href="{_place(place)}">{n}'
        f'<span class="path">{encode(path)}</span>'
        + (f'<span class="badge {kind}">{encode(label)}</span>' if label else "")
        + f'<span class="quote">{encode(quote.strip())}</span><span class="go">在原文中查看</span></a>'
    )


def _place(place: Citation | Evidence) -> str:
    """Return the link to a place in a report; opened anew it shows the page with that place highlighted."""
    query = urlencode({"report": place.report, "at": f"{place.start}-{place.end}"})
    return "?" + query.replace("&", "&amp;")


def _notes(notes: Iterable[str]) -> str:
    return "".join(map(_note, notes))


def _note(note: str) -> str:
    return f'<p class="note">{encode(note)}</p>' if note else ""


def _suggestions(questions: Iterable[str]) -> str:
    buttons = "".join(f'<li><button type="button" class="ask">{encode(q)}</button></li>' for q in questions)
    return f'<h4 class="further">您还可以问</h4><ul class="asks">{buttons}</ul>' if buttons else ""


def _origin(answer: Answer) -> str:
    """Name the reports that the answer comes from, or that were searched in vain."""
    cited = {citation.report for citation in answer.citations}
    reports = [report for report in answer.reports if not cited or report.id in cited]
    if not reports:
        return ""
    lines = "；".join(report_line(report) for report in reports)
    return f'<p class="origin">{"出处" if cited else "查的是"}：{lines}。以报告原文为准。</p>'
