"""Do the citations carry the answer? ALCE's citation recall and precision, by rule instead of a judge model.

Gao et al., "Enabling Large Language Models to Generate Text with Citations" (EMNLP 2023), section 3: a statement is
supported when its citations together entail it; a citation is needed unless it alone does not support the statement
and the others do. Entailment here: every figure of the statement, and most of its wording, stands in the spans cited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.marking import bare
from eval.numerals import read_figures
from eval.questionset import GoldSpan

_WORDING = 0.8
"""Share of a statement's character bigrams that must stand in the spans it cites."""
COVERED = 0.5
"""Share of the shorter of two spans that they must share to count as the same place."""


def verbatim(answer: Mapping[str, Any], texts: Mapping[str, str]) -> float | None:
    """Return the share of citations whose quote is what stands at their offsets; None without citations."""
    found = [
        c["report"] in texts and c["quote"] == texts[c["report"]][c["start"] : c["end"]] != ""
        for c in answer["citations"]
    ]
    return _mean(found)


def figures_held(answer: Mapping[str, Any], question: str) -> float | None:
    """Return the share of the statements' figures that stand in a cited span or in the question; None without any."""
    quotes = {c["n"]: c["quote"] for c in answer["citations"]}
    asked = {f.value for f in read_figures(question)}
    held = []
    for statement in answer["statements"]:
        there = {f.value for n in statement["citations"] for f in read_figures(quotes.get(n, ""))}
        held += [figure.value in there | asked for figure in read_figures(statement["text"])]
    return _mean(held)


def recall(answer: Mapping[str, Any]) -> float | None:
    """Return the share of statements that their citations support; None where nothing is stated."""
    quotes = {c["n"]: c["quote"] for c in answer["citations"]}
    return _mean([_supported(s["text"], [quotes.get(n, "") for n in s["citations"]]) for s in answer["statements"]])


def precision(answer: Mapping[str, Any]) -> float | None:
    """Return the share of citations that some statement needs; None without citations."""
    quotes = {c["n"]: c["quote"] for c in answer["citations"]}
    return _mean([any(_needs(s, n, quotes) for s in answer["statements"]) for n in quotes])


def gold_recall(answer: Mapping[str, Any], gold: Sequence[GoldSpan]) -> float:
    """Return the share of the gold's groups of which a span is cited."""
    groups = {span.group for span in gold}
    met = {span.group for span in gold if any(same_place(c, span) for c in answer["citations"])}
    return len(met) / len(groups)


def gold_precision(answer: Mapping[str, Any], gold: Sequence[GoldSpan]) -> float | None:
    """Return the share of citations that are a gold span; None without citations."""
    return _mean([any(same_place(c, span) for span in gold) for c in answer["citations"]])


def same_place(item: Mapping[str, Any], span: GoldSpan) -> bool:
    """Tell whether a citation and a gold span share half of the shorter one."""
    shared = min(item["end"], span.end) - max(item["start"], span.start)
    shorter = min(item["end"] - item["start"], span.end - span.start)
    return bool(item["report"] == span.report) and shared > 0 and shared >= COVERED * shorter


def _supported(text: str, quotes: Sequence[str]) -> bool:
    cited = "".join(quotes)
    there = {figure.value for figure in read_figures("\n".join(quotes))}
    if not all(figure.value in there for figure in read_figures(text)):
        return False
    pairs, held = _bigrams(text), _bigrams(cited)
    return bool(held) and len(pairs & held) >= _WORDING * len(pairs)


def _needs(statement: Mapping[str, Any], n: int, quotes: Mapping[int, str]) -> bool:
    if n not in statement["citations"]:
        return False
    others = [quotes[m] for m in statement["citations"] if m != n and m in quotes]
    return _supported(statement["text"], [quotes[n]]) or not _supported(statement["text"], others)


def _bigrams(text: str) -> set[str]:
    kept = bare(text)
    return {kept[i : i + 2] for i in range(len(kept) - 1)}


def _mean(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
