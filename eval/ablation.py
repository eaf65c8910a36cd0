"""What each part of the retrieval is worth: the same questions with one part switched off at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chat_app.answers import Question
from chat_app.assistant import Assistant
from chat_app.reranker import WEIGHTS, Features
from chat_app.retriever import Retriever
from eval.questionset import QuestionRecord
from eval.ranking import rank
from indexer.knowledge import Thesaurus

_MEASURES = ("success_1", "success_5", "all_groups_10", "rr")
_OFF = {
    "thesaurus": ("thesaurus",),
    "vectors (cosine)": ("cosine",),
    "words alike": ("likeness", "weakest"),
    "keywords": ("keyword", "coverage", "pairs", "run"),
    "headings": ("heading",),
    "kind of answer": ("figure", "no_figure", "kind"),
    "done or planned": ("scope",),
    "year": ("year",),
    "length": ("length",),
}
"""Parts and the features that they give the re-ranker."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """The measures of retrieval with ``part`` switched off; "" is with everything on."""

    part: str
    n: int
    measures: dict[str, float]


def ablate(assistant: Assistant, records: Sequence[QuestionRecord], progress: Callable[[], None]) -> list[Ablation]:
    """Return the measures over the answerable ``records``: whole, then without each part, then without re-ranking."""
    asked = [record for record in records if record.evidence]
    found = []
    for part, retriever in _retrievers(assistant).items():
        evidence = {}
        for record in asked:
            query = assistant.read(Question(record.question, record.history))
            items = retriever.find_evidence(query)
            evidence[record.id] = [{"report": i.report, "start": i.start, "end": i.end} for i in items]
            progress()
        scores = rank(evidence, {record.id: record.evidence for record in asked})
        means = {name: sum(s[name] for s in scores.values()) / max(len(scores), 1) for name in _MEASURES}
        found.append(Ablation(part, len(asked), means))
    return found


def parts() -> int:
    """Return how many retrievers ``ablate`` asks."""
    return len(_OFF) + 2


def draw_ablation(name: str, rows: Sequence[Ablation]) -> str:
    """Return the table: what each measure loses without a part."""
    whole = rows[0]
    lines = [f"{name} ({whole.n} questions){'':18}" + "".join(f"{measure:>16}" for measure in _MEASURES)]
    for row in rows:
        cells = [_cell(row, whole, measure) for measure in _MEASURES]
        title = f"without {row.part}" if row.part else "everything on"
        lines.append(f"  {title:38}" + "".join(f"{cell:>16}" for cell in cells))
    return "\n".join(lines)


def _cell(row: Ablation, whole: Ablation, measure: str) -> str:
    value = row.measures[measure]
    return f"{value:.1%}" + (f" ({100 * (value - whole.measures[measure]):+.1f})" if row.part else "")


def _retrievers(assistant: Assistant) -> dict[str, Retriever]:
    whole = assistant.retriever
    found = {"": whole}
    for part, names in _OFF.items():
        bundle = replace(whole.bundle, thesaurus=Thesaurus()) if part == "thesaurus" else whole.bundle
        weights = WEIGHTS._replace(**dict.fromkeys(names, 0.0))
        found[part] = Retriever(bundle, whole.embedder, weights)
    plain = Features(*(0.0 for _ in WEIGHTS))
    found["re-ranking"] = Retriever(whole.bundle, whole.embedder, plain._replace(keyword=1.0, cosine=0.3))
    return found
