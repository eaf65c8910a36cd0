"""Making a static model: a small one is trained here, end to end, from texts written for the purpose."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from indexer.encoders import load_encoder
from indexer.static_model import load_model
from indexer.training.__main__ import main
from indexer.training.output import written_aside
from indexer.training.pairs import read_pairs
from indexer.training.sources import SHARES
from indexer.training.texts import HeldOut, read_texts
from tests.small_training import DATA, PAIRS, RECIPE, SMALL

QUICK = [*SMALL, "--steps=0", "--quiet"]


def run(*arguments):
    command = [sys.executable, "-m", "indexer.training", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def training(tmp_path_factory):
    """The small model, and what the command that made it said."""
    out = tmp_path_factory.mktemp("trained") / "model"
    result = run("train", DATA, "--out", out, *SMALL)
    assert result.returncode == 0, result.stderr
    return out, result


@pytest.fixture(scope="module")
def trained(training):
    return training[0]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(trained, tmp_path):
    for seed, same in (("0", True), ("1", False)):
        assert main(["train", str(DATA), "--out", str(tmp_path / seed), *SMALL, "--quiet", "--seed", seed]) == 0
        files = {path.name for path in (tmp_path / seed).iterdir()}
        assert files == {"config.json", "model.safetensors", "tokenizer.json"}
        assert all((tmp_path / seed / name).read_bytes() == (trained / name).read_bytes() for name in files) is same


def test_a_small_model_ranks_what_belongs_together_first(trained):
    embedder = load_encoder(trained)
    sentences = [
        "改善学校办学条件，引进教师",
        "老年食堂为老人送餐",
        "硬化村道，新铺沥青路面",
        "清理河道，处罚偷排污水企业",
        "举办招聘会，新增就业",
    ]
    questions = [
        "孩子在哪个幼儿园上学？",
        "孤寡老人生活谁照看？",
        "夜里走路有路灯吗？",
        "谁把脏水排到河里？",
        "怎么帮务工人员找工作？",
    ]
    scores = embedder.encode(questions) @ embedder.encode(sentences).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_the_configuration_tells_recipe_and_data(trained):
    config = json.loads((trained / "config.json").read_text())
    assert config["recipe"]["dimension"] == config["dimension"] == 32
    assert {name: row["documents"] for name, row in config["data"].items()} == {
        "drcd_tiny.jsonl": 21,
        "news.txt": 180,
        "reports.jsonl.xz": 22,
    }
    assert config["by_hand"] == {"pairs": sum(not pair.held_out for pair in read_pairs(PAIRS)), "thesaurus": 6}
    assert sum(config["steps"].values()) == RECIPE.steps
    assert config["steps"].keys() <= SHARES.keys()


def test_what_is_held_out_is_not_learnt(trained, tmp_path):
    vocabulary = load_model(trained)[0].tokenizer.get_vocab()
    assert "龘" not in vocabulary  # stands in the report of 2015 only
    assert "靐" not in vocabulary  # stands in the last third of drcd_tiny only
    everything = ["--exclude-years", "", "--hold-out", ""]
    assert main(["train", str(DATA), "--out", str(tmp_path / "all"), *everything, *QUICK]) == 0
    assert {"龘", "靐"} <= load_model(tmp_path / "all")[0].tokenizer.get_vocab().keys()


def test_training_shows_its_progress(training):
    assert all(step in training[1].stderr for step in ("words", "tokens", "pairs", "steps"))
    assert "32 dimensions" in training[1].stdout


def test_a_trained_model_is_exported_for_sentence_transformers(trained, tmp_path, capsys):
    assert main(["export", str(tmp_path / "out"), "--model", str(trained)]) == 0
    texts = ["老人送餐", "", "修路"]
    np.testing.assert_allclose(
        load_encoder(tmp_path / "out").encode(texts), load_encoder(trained).encode(texts), atol=1e-5
    )


@pytest.mark.parametrize("command", [[], ["train"], ["export"]])
def test_every_command_has_help(command):
    result = run(*command, "--help")
    assert result.returncode == 0
    assert "DIR" in result.stdout or "train" in result.stdout


def test_a_folder_with_other_things_is_left_alone(trained, tmp_path, capsys):
    (tmp_path / "thesis.doc").write_text("mine")
    assert main(["train", str(DATA), "--out", str(tmp_path), *SMALL]) == 1
    assert main(["export", str(tmp_path), "--model", str(trained)]) == 1
    assert capsys.readouterr().err.count("thesis.doc") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_training_anew_replaces_the_model_and_keeps_its_card(trained, tmp_path, capsys):
    out = tmp_path / "model"
    shutil.copytree(trained, out)
    (out / "README.md").write_text("card")
    (out / "tokenizer.json").write_text("damaged")
    assert main(["train", str(DATA), "--out", str(out), *QUICK]) == 0
    assert (out / "README.md").read_text() == "card"
    assert (out / "tokenizer.json").read_bytes() == (trained / "tokenizer.json").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_failure_while_writing_leaves_the_old_folder(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "a").write_text("old")

    def fail():
        with written_aside(folder, frozenset({"a"})) as aside:
            (aside / "a").write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert (folder / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_datelines_and_repetitions_are_not_read(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("2023-08-16 18:24:57，正文：甲\n乙\n\n甲\n")
    assert read_texts(file, HeldOut()).documents == ("甲", "乙")


def test_a_held_out_passage_is_not_read_from_another_row(tmp_path):
    file = tmp_path / "drcd_a.jsonl"
    rows: list[dict[str, Any]] = [
        {"passage": "甲", "question": "一"},
        {"passage": "乙", "question": "二"},
        {"passage": "乙", "question": "三"},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    texts = read_texts(file, HeldOut())
    assert texts.documents == ("甲", "一", "二")
    assert [row["passage"] for row in texts.rows] == ["甲"]


def test_on_every_source_the_loss_falls(training):
    losses = dict(re.findall(r"^(\w+): loss (.*)$", training[1].stderr, re.MULTILINE))
    assert losses.keys() == {"cloze", "lead", "reports", "passages", "pairs", "thesaurus"}
    # The few questions of drcd_tiny recur, so that there is nothing to tell apart.
    for loss in (losses[name] for name in losses if name != "passages"):
        first, last = map(float, re.findall(r"\d+\.\d+", loss))
        assert last < first
