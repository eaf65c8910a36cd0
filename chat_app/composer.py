"""What was found → the answer as it is given out: verbatim statements with their citations, or that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chat_app import boundaries, english, gaps
from chat_app.answers import Answer, Citation, Evidence, Outcome, Statement
from chat_app.extractor import Extract
from chat_app.questions import Query
from chat_app.verdicts import Decision
from indexer.bundle import IndexBundle
from indexer.corpus import Report


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes answers from the reports of ``bundle``; ``contact`` is whom to ask when they are silent."""

    bundle: IndexBundle
    contact: str

    def answered(
        self,
        query: Query,
        extracts: Sequence[Extract],
        evidence: Sequence[Evidence],
        probability: float,
        decision: Decision | None,
    ) -> Answer:
        """Return the answer that quotes ``extracts`` (at least one), or the clause that ``decision`` stands on."""
        if decision:
            extracts = [_deciding(decision, extracts)]
        citations: list[Citation] = []
        statements: list[Statement] = []
        for extract in extracts:
            cited = self._citations(len(citations) + 1, extract)
            citations += cited
            statements.append(Statement(extract.label + _sentence(cited[0].quote), tuple(c.n for c in cited)))
        return Answer(
            outcome=Outcome.ANSWERED,
            text=(decision.opening if decision else "") + "".join(_marked(statement) for statement in statements),
            confidence=probability,
            index=self.bundle.digest,
            elapsed_ms=0.0,
            short="、".join(dict.fromkeys(e.short for e in extracts if e.short)) or None,
            verdict=decision.verdict if decision else None,
            statements=tuple(statements),
            citations=tuple(citations),
            evidence=_quoted_first(evidence, extracts),
            notes=(
                *query.notes,
                *(extract.note for extract in extracts if extract.note),
                *(decision.notes if decision else ()),
            ),
            reports=self._mentioned([e.evidence for e in extracts]),
        )

    def not_found(self, query: Query, evidence: Sequence[Evidence], probability: float) -> Answer:
        """Return the answer that the reports are silent, with the nearest passages and whom to ask."""
        if boundaries.is_small_talk(query):
            text = f"您好！我只回答报告里写到的内容，请说说您想了解哪方面。其他事情可以咨询{self.contact}。"
        else:
            text = f"报告里没有提到。您可以咨询{self.contact}。"
        if query.english:
            text = f"{text}{english.NOT_FOUND}"
        return Answer(
            outcome=Outcome.NOT_FOUND,
            text=text,
            confidence=probability,
            index=self.bundle.digest,
            elapsed_ms=0.0,
            evidence=tuple(evidence),
            notes=query.notes or tuple(filter(None, (gaps.other_year(query, evidence),))),
            small_talk=boundaries.is_small_talk(query),
            reports=self._mentioned(evidence),
        )

    def _mentioned(self, evidence: Sequence[Evidence]) -> tuple[Report, ...]:
        ids = dict.fromkeys(item.report for item in evidence)
        return tuple(self.bundle.report(i) for i in ids) or self.bundle.reports

    def _citations(self, n: int, extract: Extract) -> list[Citation]:
        """Return the citation of what is quoted, and that of the heading that says its year where the label does."""
        item, report = extract.evidence, self.bundle.report(extract.evidence.report)
        places = [(extract.start, extract.end), *([extract.heading] if extract.heading else [])]
        return [Citation.of(n + i, report, item.path, item.period, *place) for i, place in enumerate(places)]


def events_of(answer: Answer) -> Iterator[tuple[str, object]]:
    """Yield the events that ``Assistant.stream`` gives an answer out as."""
    full = answer.to_dict()
    yield "evidence", full["evidence"]
    said = [_marked(statement) for statement in answer.statements]
    for piece in (answer.text.removesuffix("".join(said)), *said):
        if piece:
            yield "delta", {"text": piece}
    yield "answer", full


def _quoted_first(evidence: Sequence[Evidence], extracts: Sequence[Extract]) -> tuple[Evidence, ...]:
    """Return ``evidence`` with the one passage first that is quoted; as it is where several are.

    Reading tells more than ranking: on the dev questions it puts the right passage first in 5 of 1,005 more.
    """
    if len({extract.evidence.passage for extract in extracts}) > 1:
        return tuple(evidence)
    quoted = extracts[0].evidence
    return (quoted, *(item for item in evidence if item.passage != quoted.passage))[: len(evidence)]


def _deciding(decision: Decision, extracts: Sequence[Extract]) -> Extract:
    """Return the extract that holds the deciding clause, or else one of that clause alone."""
    part = decision.part
    for extract in extracts:
        if extract.evidence == part.evidence and extract.start <= part.start and part.end <= extract.end:
            return (
                replace(extract, short=decision.short)
                if decision.short and decision.short in extract.quote
                else extract
            )
    return replace(extracts[0], evidence=part.evidence, start=part.start, end=part.end, short=None)


def _sentence(quote: str) -> str:
    return quote if quote[-1] in "。！？!?：:" else f"{quote.rstrip(',，;；、')}。"


def _marked(statement: Statement) -> str:
    return statement.text + "".join(f"[{n}]" for n in statement.citations)
