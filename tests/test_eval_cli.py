"""The evaluation as it is called: from the command line, on the real report."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.questionset import load_questions
from eval.scorecard import Scorecard

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "eval" / "questions" / "xicheng.jsonl"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run over the dev split, with everything there is."""
    out = tmp_path_factory.mktemp("whole")
    assert main(["run", "--questions", str(SHIPPED), "--split", "dev", "--out", str(out)]) == 0
    return out


def few(tmp_path, *more, name="mine.jsonl", records=None):
    chosen = records or [r for r in load_questions(SHIPPED) if r.split == "dev"][:12]
    plain = [{key: value for key, value in asdict(r).items() if key != "line"} for r in chosen]
    (tmp_path / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in plain), encoding="utf-8")
    return ["run", "--questions", str(tmp_path / name), "--out", str(tmp_path / "out"), *more]


def test_a_run_measures_the_product_beside_the_baselines_and_its_variants(whole):
    card = Scorecard.load(whole)
    assert card.systems() == (
        "wenzheng", "BM25, jieba words", "BM25, character bigrams", "dense only", "plain LangChain"
    )  # fmt: skip
    product, plain = (card.row(system, "xicheng", "dev") for system in ("wenzheng", "plain LangChain"))
    assert product is not None
    assert plain is not None
    assert product.measures["verbatim"].value == product.measures["figures"].value == 1.0
    assert product.measures["success_1"].value > plain.measures["success_1"].value
    assert {r.variant for r in card.robustness} == {
        "typo", "homophone", "traditional", "full_width", "han_year", "polite", "worst"
    }  # fmt: skip
    assert all(gate.passed for gate in card.gates)
    assert len(card.gates) >= 2
    assert {o.split for o in card.outcomes} == {"dev"}


def test_the_same_run_gives_the_same_scores(tmp_path):
    arguments = ["run", "--questions", str(SHIPPED), "--limit", "150", "--no-baselines", "--out"]
    folders = [tmp_path / "one", tmp_path / "two"]
    assert [main([*arguments, str(folder)]) for folder in folders] == [0, 0]
    one, two = (Scorecard.load(folder).facts["scores"] for folder in folders)
    assert one == two


def test_a_run_into_the_same_folder_tells_what_changed(tmp_path, seeds_index, capsys):
    arguments = few(tmp_path, "--index", str(seeds_index), "--no-baselines")
    assert main(arguments) == 0
    assert Scorecard.load(tmp_path / "out").since is None
    assert main(arguments) == 0
    assert "the run before → this run" in capsys.readouterr().out
    assert (tmp_path / "out" / "scorecard.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_filters_pick_questions_and_hold_them_against_no_gate(tmp_path):
    arguments = ["run", "--questions", str(SHIPPED), "--out", str(tmp_path), "--no-baselines", "--no-variants"]
    assert main([*arguments, "--filter", "type=list", "--filter", "split=dev", "--limit", "3"]) == 0
    card = Scorecard.load(tmp_path)
    assert [(o.type, o.split) for o in card.outcomes] == [("list", "dev")] * 3
    assert card.gates == ()
    assert main(["accept", str(tmp_path)]) == 2


def test_what_failed_can_be_asked_again_alone(whole, tmp_path):
    arguments = ["run", "--questions", str(SHIPPED), "--out", str(tmp_path), "--no-baselines", "--no-variants"]
    assert main([*arguments, "--failing", str(whole)]) == 0
    again = {o.id for o in Scorecard.load(tmp_path).outcomes}
    assert again == {o.id for o in Scorecard.load(whole).outcomes if o.failure}


def test_a_run_of_nothing_says_what_to_do(tmp_path, capsys, seeds_index):
    arguments = [*few(tmp_path, "--index", str(seeds_index)), "--no-baselines"]
    assert main([*arguments, "--filter", "type=nonsense"]) == 2
    assert "no question is left" in capsys.readouterr().err
    assert main([*few(tmp_path), "--index", str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_a_faulty_question_set_is_told_with_its_line(tmp_path, capsys, seeds_index):
    arguments = few(tmp_path, "--index", str(seeds_index))
    path = tmp_path / "mine.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"start": ', '"start": 1', 1), encoding="utf-8")
    assert main(arguments) == 2
    assert re.search(r"mine\.jsonl:\d+: ", capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


def test_a_changed_test_question_is_refused(tmp_path, capsys):
    arguments = few(tmp_path, records=[r for r in load_questions(SHIPPED) if r.split == "test"][:3])
    (tmp_path / "sets.toml").write_text(
        f'[[set]]\nname = "mine"\nquestions = "mine.jsonl"\n'
        f'reports = ["{ROOT / "seeds"}"]\ntest_sha256 = "{"0" * 64}"\n'
    )
    assert main([*arguments, "--sets", str(tmp_path / "sets.toml")]) == 2
    assert "the test split is not the one locked" in capsys.readouterr().err


def test_a_gate_that_fails_ends_with_100(tmp_path, capsys):
    gates = tmp_path / "gates.toml"
    gates.write_text('[[floor]]\nset = "xicheng"\nsplit = "dev"\nmeasure = "right_cited"\nat_least = 1.01\n')
    arguments = ["run", "--questions", str(SHIPPED), "--split", "dev", "--no-baselines", "--no-variants"]
    assert main([*arguments, "--out", str(tmp_path), "--gates", str(gates)]) == 100
    assert "FAILED" in capsys.readouterr().out
    assert Scorecard.load(tmp_path).passed is False


def test_two_runs_are_compared_and_drawn(whole, tmp_path, capsys):
    assert main(["compare", str(whole), str(whole), "--html", str(tmp_path / "difference.html")]) == 0
    assert "right_cited" in capsys.readouterr().out
    assert (tmp_path / "difference.html").exists()


def test_runs_without_a_common_question_are_not_compared(whole, tmp_path, seeds_index):
    assert main(few(tmp_path, "--index", str(seeds_index), "--no-baselines")) == 0
    assert main(["compare", str(whole), str(tmp_path / "out")]) == 2
    assert main(["compare", str(whole), str(tmp_path / "none")]) == 1


def test_the_bench_measures_and_writes_what_it_found(tmp_path, capsys):
    assert main(["bench", "--quick", "--only", "build", "--out", str(tmp_path)]) == 0
    assert "passages/s" in capsys.readouterr().out
    assert json.loads((tmp_path / "bench.json").read_bytes())
