import json
from dataclasses import replace

import pytest

from eval.comparison import compare, differences_of
from eval.gates import GateError, Gates, read_baseline, write_baseline
from eval.outcomes import Outcome
from eval.scorecard import Scorecard, ScorecardError
from eval.summary import robustness, rows


def outcome(name, right, **more):
    fields = {
        "set": "s", "split": "dev", "type": "number", "answerable": True, "outcome": "answered", "confidence": 0.9,
        "cluster": int(name[1:].split("~")[0]), "scores": {"right_cited": right, "success_1": 1.0},
        "failure": None if right else "reading", "detail": {"question": "?"},
    }  # fmt: skip
    return Outcome(id=name, **{**fields, **more})


GOOD = [outcome(f"q{i}", 1.0) for i in range(20)]
WORSE = [outcome(f"q{i}", float(i >= 8)) for i in range(20)]
SLIGHTLY = [outcome(f"q{i}", float(i >= 2)) for i in range(20)]
GATES = Gates(({"set": "s", "split": "dev", "measure": "right_cited", "at_least": 0.8},), ("right_cited",), 0.05)


def checked(outcomes, baseline=()):
    return [gate.passed for gate in GATES.check("it", rows("it", outcomes), outcomes, baseline)]


def test_a_floor_holds_or_fails():
    assert checked(GOOD) == [True]
    assert checked(WORSE) == [False]


def test_significantly_worse_than_the_baseline_fails_and_slightly_worse_does_not():
    assert checked(WORSE, GOOD)[1:] == [False]
    assert checked(SLIGHTLY, GOOD)[1:] == [True]
    assert checked(GOOD, WORSE)[1:] == [True]


def test_a_gate_on_what_was_not_asked_says_nothing():
    assert checked([replace(o, split="test") for o in WORSE]) == []


@pytest.mark.parametrize(
    "text",
    [
        "[[floor]]\nset='s'",
        "[[floor]]\nset='s'\nsplit='dev'\nmeasure='no'\nat_least=1",
        "[no_worse]\nmeasures=['no']",
        "[",
    ],
)
def test_a_gate_that_cannot_be_read_is_told(tmp_path, text):
    (tmp_path / "gates.toml").write_text(text)
    with pytest.raises(GateError, match=r"gates\.toml"):
        Gates.load(tmp_path / "gates.toml")


def test_the_shipped_gates_can_be_read():
    assert Gates.load().floors


def scorecard(outcomes, **more):
    return Scorecard(facts={"commit": "c"}, rows=tuple(rows("it", outcomes)), outcomes=tuple(outcomes), **more)


def test_a_baseline_is_stored_and_read_again_and_keeps_other_sets(tmp_path):
    path = tmp_path / "baseline.json"
    assert read_baseline(path) == []
    write_baseline(scorecard(GOOD), path)
    write_baseline(scorecard([replace(o, set="other") for o in WORSE]), path)
    assert {o.set for o in read_baseline(path)} == {"s", "other"}
    assert checked(WORSE, read_baseline(path)) == [False, False]


def test_a_difference_counts_what_was_fixed_and_broken_and_names_what_may_be_named():
    (right, found) = differences_of(
        WORSE, [*SLIGHTLY[:-1], replace(SLIGHTLY[-1], scores={"right_cited": 0.0}, detail={})]
    )
    assert (right.measure, right.n, right.fixed, right.broken) == ("right_cited", 20, 6, 1)
    assert right.fixed_ids == ("q2", "q3", "q4", "q5", "q6", "q7")
    assert right.broken_ids == ()
    assert (found.measure, found.fixed, found.p) == ("success_1", 0, 1.0)
    assert right.p == pytest.approx(min(1, 2 * 0.125))  # 6 of 7 against a half, two tests


def test_runs_are_compared_on_what_both_asked():
    later = scorecard([*GOOD[:5], replace(GOOD[0], set="new")])
    found = compare(scorecard(WORSE), later, ("a", "b"))
    assert list(found.differences) == ["s"]
    assert found.differences["s"][0].n == 5


def test_a_scorecard_is_saved_and_read_again(tmp_path):
    saved = scorecard(GOOD, since=compare(scorecard(WORSE), scorecard(GOOD), ("a", "b")))
    saved.save(tmp_path / "new" / "folder")
    assert Scorecard.load(tmp_path / "new" / "folder") == saved
    assert json.loads((tmp_path / "new" / "folder" / "scorecard.json").read_bytes())["format"] == 1


@pytest.mark.parametrize("text", [None, "{", "{}", '{"facts": {}}'])
def test_a_scorecard_that_cannot_be_read_is_told(tmp_path, text):
    if text is not None:
        (tmp_path / "scorecard.json").write_text(text)
    with pytest.raises(ScorecardError, match=r"scorecard\.json"):
        Scorecard.load(tmp_path)


def test_robustness_holds_variants_against_their_originals():
    variants = [
        replace(outcome(f"q{i}~{kind}", float(i >= 5)), variant=kind, variant_of=f"q{i}")
        for i in range(20)
        for kind in ("typo", "polite")
        if (i, kind) != (0, "polite")
    ]
    polite, typo, worst = robustness(variants, GOOD)
    assert (typo.variant, typo.n, typo.fallen) == ("typo", 20, 0.25)
    assert (polite.n, polite.original) == (19, 1.0)
    assert (worst.variant, worst.n, worst.right) == ("worst", 20, 0.75)
