"""Systems that are broken on purpose lose on the measure that should catch them, and on no other of these."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from eval.questionset import GoldSpan, QuestionRecord, load_questions
from eval.runner import Product, digest, run, share_evidence
from eval.summary import rows

QUESTIONS = Path(__file__).parents[1] / "eval" / "questions" / "xicheng.jsonl"
ABSTAINED: dict[str, Any] = {
    "outcome": "not_found", "text": "", "short": None, "verdict": None, "confidence": 0.0,
    "statements": [], "citations": [], "notes": [],
}  # fmt: skip


class Asked:
    """The product, asked each question once for all that is done to its answers."""

    name = "wenzheng"

    def __init__(self, product):
        self._product, self._answers = product, {}

    def answer(self, question):
        if question not in self._answers:
            self._answers[question] = self._product.answer(question)
        return self._answers[question]


class Broken:
    """A system with its answers spoilt by ``spoil(answer, answers so far)``."""

    name = "broken"

    def __init__(self, system, spoil):
        self._system, self._spoil, self._seen = system, spoil, []

    def answer(self, question):
        sound = self._system.answer(question)
        self._seen.append(sound)
        return self._spoil(copy.deepcopy(sound), self._seen)


def with_the_citations_of_another_answer(answer, seen):
    others = [a["citations"] for a in seen if a["citations"] and a["citations"][0] not in answer["citations"]]
    if answer["citations"] and others:
        borrowed = copy.deepcopy(others[-1])
        answer["citations"] = [{**borrowed[0], "n": c["n"]} for c in answer["citations"]]
    return answer


def with_figures_one_too_high(answer, _seen):
    def raised(text):
        parts = re.split(r"(\[\d+\])", text or "")
        return "".join(p if p[:1] == "[" else re.sub(r"\d+(?![\d.])", lambda m: str(int(m[0]) + 1), p) for p in parts)

    answer["text"], answer["short"] = raised(answer["text"]), answer["short"] and raised(answer["short"])
    answer["statements"] = [{**s, "text": raised(s["text"])} for s in answer["statements"]]
    return answer


def with_offsets_moved(answer, _seen):
    answer["citations"] = [{**c, "start": c["start"] + 1, "end": c["end"] + 1} for c in answer["citations"]]
    return answer


def always_answering(answer, _seen):
    if answer["outcome"] == "not_found" and answer["evidence"]:
        first = answer["evidence"][0]
        quote = {"n": 1, **{key: first[key] for key in ("report", "start", "end")}, "quote": first["text"]}
        statements = [{"text": first["text"], "citations": [1]}]
        answer |= {"outcome": "answered", "text": first["text"], "citations": [quote], "statements": statements}
    return answer


def never_answering(answer, _seen):
    return answer | ABSTAINED


def with_evidence_upside_down(answer, _seen):
    answer["evidence"] = answer["evidence"][::-1]
    return answer


@pytest.fixture(scope="module")
def dev():
    return [r for r in load_questions(QUESTIONS) if r.split == "dev"]


@pytest.fixture(scope="module")
def texts(assistant):
    return {report.id: report.text for report in assistant.reports}


@pytest.fixture(scope="module")
def score(assistant, dev, texts):
    product = Asked(Product(assistant))

    def measured(spoil=None):
        outcomes = run(Broken(product, spoil) if spoil else product, dev, texts, "xicheng")
        return {name: value.value for name, value in rows("it", outcomes, groups=False)[0].measures.items()}

    return measured


@pytest.fixture(scope="module")
def sound(score):
    return score()


CAUGHT_BY = {"right_cited", "citation_recall", "figures", "verbatim", "refused", "false_abstention", "success_1"}


@pytest.mark.parametrize(
    ("spoil", "caught_by"),
    [
        (with_the_citations_of_another_answer, {"right_cited", "citation_recall", "figures"}),
        (with_figures_one_too_high, {"right_cited", "citation_recall", "figures"}),
        (with_offsets_moved, {"verbatim"}),
        (always_answering, {"refused"}),
        (never_answering, {"right_cited", "false_abstention"}),
        (with_evidence_upside_down, {"success_1"}),
    ],
)
def test_a_broken_system_loses_where_it_should(score, sound, spoil, caught_by):
    broken = score(spoil)
    better = {"false_abstention": -1}
    lost = {
        name for name in CAUGHT_BY
        if name in broken and better.get(name, 1) * (sound[name] - broken[name]) > 0.1
    }  # fmt: skip
    assert lost == caught_by


def test_borrowed_citations_leave_the_answer_right_and_wrong_figures_do_not(score, sound):
    assert score(with_the_citations_of_another_answer)["right"] == sound["right"]
    assert score(with_figures_one_too_high)["right"] < sound["right"] - 0.2


def test_never_answering_and_always_answering_both_cost_penalised_score(score, sound):
    assert score(never_answering)["penalised"] < sound["penalised"] - 0.1
    assert score(always_answering)["penalised"] < sound["penalised"]


def test_the_same_answers_give_the_same_scores_bit_for_bit(assistant, dev, texts):
    assert digest(run(Product(assistant), dev, texts, "x")) == digest(run(Product(assistant), dev, texts, "x"))


def test_test_questions_keep_no_wording(assistant, texts):
    some = [r for r in load_questions(QUESTIONS) if r.split == "test"][:3]
    assert all(outcome.detail == {} for outcome in run(Product(assistant), some, texts, "x"))


def test_a_question_that_cannot_be_asked_counts_as_refused(assistant, texts, dev):
    from dataclasses import replace

    asked = next(r for r in dev if r.answerable)
    (outcome,) = run(Product(assistant), [replace(asked, question="问" * 501)], texts, "x")
    assert (outcome.outcome, outcome.failure, outcome.scores["success_10"]) == ("not_found", "false_abstention", 0.0)


def test_questions_on_touching_spans_are_one_cluster():
    def record(name, *spans, **more):
        gold = tuple(GoldSpan(0, "r", "", *span) for span in spans)
        return QuestionRecord(name, "?", "number", "dev", True, evidence=gold, **more)

    found = share_evidence(
        [record("a", (0, 10)), record("b", (9, 20)), record("c", (20, 30)), record("d", (25, 26), (100, 110)),
         record("e", (105, 106)), record("f"), record("f~typo", variant="typo", variant_of="f")]
    )  # fmt: skip
    groups = [found[name] for name in ("a", "b", "c", "d", "e", "f", "f~typo")]
    assert groups == [0, 0, 1, 1, 1, 2, 2]
