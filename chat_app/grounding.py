"""Does each statement stand in what it cites? An answer that fails is not shown."""

from __future__ import annotations

from collections.abc import Mapping

from chat_app.answers import Answer, Outcome
from chat_app.quantities import figures


def faults(answer: Answer, texts: Mapping[str, str], question: str = "") -> list[str]:
    """Return what is wrong with the citations of ``answer``, nothing when all holds.

    ``texts`` maps report ids to report texts. Checked: every quotation is verbatim at its place; every statement
    cites a quotation that exists; every figure of a statement stands in one of its quotations, and every figure of
    the words that open the answer there or in ``question``.
    """
    found = [
        f"citation {c.n} is not what stands at [{c.start}, {c.end}) of {c.report}"
        for c in answer.citations
        if texts.get(c.report, "")[c.start : c.end] != c.quote or not c.quote
    ]
    quotes = {c.n: c.quote for c in answer.citations}
    for statement in answer.statements:
        cited = [quotes[n] for n in statement.citations if n in quotes]
        if len(cited) != len(statement.citations) or not cited:
            found.append(f"statement without a citation: {statement.text}")
        allowed = {figure for quote in cited for figure in figures(quote)}
        found += [
            f"figure {figure} is not in its citation" for figure in figures(statement.text) if figure not in allowed
        ]
    if answer.statements:
        said = {figure for text in (question, *quotes.values()) for figure in figures(text)}
        opening = answer.text.split(answer.statements[0].text)[0]
        found += [f"figure {figure} of the opening stands nowhere" for figure in figures(opening) if figure not in said]
    if answer.outcome is not Outcome.NOT_FOUND and not answer.statements:
        found.append("an answer without statements")
    return found
