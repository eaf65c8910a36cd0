"""Making a static model: a small one is trained here, end to end, from texts written for the purpose."""

from __future__ import annotations

import json
import lzma
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from indexer.embedder import load_embedder
from indexer.static_model import load_model
from indexer.training.__main__ import main
from indexer.training.characters import share
from indexer.training.cooccurrence import cooccurrence, count_pairs, row_counts
from indexer.training.factorise import ppmi, singular_vectors
from indexer.training.output import written_aside
from indexer.training.quantise import quantise
from indexer.training.recipe import Recipe, TrainingDataError, TrainingError
from indexer.training.texts import HeldOut, read_documents
from indexer.training.vocabulary import build_vocabulary, count_words
from indexer.training.weights import word_weights

DATA = Path(__file__).parent / "data" / "training"
SMALL = ["--dimension", "32", "--min-word-count", "2", "--min-character-count", "1", "--quiet"]


def run(*arguments):
    command = [sys.executable, "-m", "indexer.training", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    out = tmp_path_factory.mktemp("trained") / "model"
    result = run("train", DATA, "--out", out, *SMALL)
    assert result.returncode == 0, result.stderr
    return out


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(trained, tmp_path):
    for seed, same in (("0", True), ("1", False)):
        assert run("train", DATA, "--out", tmp_path / seed, "--seed", seed, *SMALL).returncode == 0
        files = {path.name for path in (tmp_path / seed).iterdir()}
        assert files == {"config.json", "model.safetensors", "tokenizer.json"}
        assert all((tmp_path / seed / name).read_bytes() == (trained / name).read_bytes() for name in files) is same


def test_a_small_model_ranks_what_belongs_together_first(trained):
    embedder = load_embedder(trained)
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


def test_what_is_held_out_is_not_learnt(trained, tmp_path):
    vocabulary = load_model(trained)[0].tokenizer.get_vocab()
    assert "龘" not in vocabulary  # stands in the report of 2015 only
    assert "靐" not in vocabulary  # stands in the last third of drcd_tiny only
    everything = run("train", DATA, "--out", tmp_path / "all", "--exclude-years", "", "--hold-out", "", *SMALL)
    assert everything.returncode == 0, everything.stderr
    assert {"龘", "靐"} <= load_model(tmp_path / "all")[0].tokenizer.get_vocab().keys()


def test_training_shows_its_progress(tmp_path):
    result = run("train", DATA, "--out", tmp_path / "model", *SMALL[:-1])
    assert result.returncode == 0
    assert all(step in result.stderr for step in ("words", "tokens", "pairs"))
    assert "32 dimensions" in result.stdout


def test_a_trained_model_is_exported_for_sentence_transformers(trained, tmp_path, capsys):
    assert main(["export", str(tmp_path / "out"), "--model", str(trained)]) == 0
    texts = ["老人送餐", "", "修路"]
    np.testing.assert_allclose(
        load_embedder(tmp_path / "out").encode(texts), load_embedder(trained).encode(texts), atol=1e-5
    )


@pytest.mark.parametrize("command", [[], ["train"], ["export"]])
def test_every_command_has_help(command):
    result = run(*command, "--help")
    assert result.returncode == 0
    assert "DIR" in result.stdout or "train" in result.stdout


def test_a_folder_without_training_files_is_bad_data(tmp_path, capsys):
    assert main(["train", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert main(["train", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "no training files" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl", b'{"text": "\xe5\x85\xbb"}\n{"text": \n', "line 2: not JSON"),
        ("a.jsonl", b'{"other": 1}\n', "line 1: no text"),
        ("a.jsonl", b"[1]\n", "line 1: no text"),
        ("a.txt.xz", b"not xz", "cannot be read"),
        ("a.txt.xz", lzma.compress(b"abc" * 1000)[:-20], "cannot be read"),
        ("a.txt", b"\xff\xfe\x00", "cannot be read"),
        ("a.txt", b"123, ...\n", "no Chinese text"),
        ("a.txt", "".join(f"只有几个字{n}\n" for n in range(9)).encode(), "too few"),
        ("a.txt", b"", "no Chinese text"),
    ],
)
def test_bad_data_are_named_and_leave_no_trace(tmp_path, capsys, name, content, reason):
    data = tmp_path / "data"
    data.mkdir()
    (data / name).write_bytes(content)
    assert main(["train", str(data), "--out", str(tmp_path / "out"), "--quiet"]) == 2
    error = capsys.readouterr().err
    assert reason in error
    assert error.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


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
    assert main(["train", str(DATA), "--out", str(out), *SMALL]) == 0
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


def test_a_damaged_model_is_not_exported(tmp_path, capsys):
    assert main(["export", str(tmp_path / "out"), "--model", str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "numbers", [{"dimension": 0}, {"sif": 0.0}, {"seed": -1}, {"sif": float("nan")}, {"window": 0}]
)
def test_impossible_recipes_are_refused(numbers):
    with pytest.raises(TrainingError):
        Recipe(**numbers)


def test_datelines_and_repetitions_are_not_read(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("2023-08-16 18:24:57，正文：甲\n乙\n\n甲\n")
    assert list(read_documents(file, HeldOut())) == ["甲", "乙"]


def test_a_held_out_passage_is_not_read_from_another_row(tmp_path):
    file = tmp_path / "drcd_a.jsonl"
    rows = [
        {"passage": "甲", "question": "一"},
        {"passage": "乙", "question": "二"},
        {"passage": "乙", "question": "三"},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert list(read_documents(file, HeldOut())) == ["甲", "一", "二"]


def test_the_tokenizer_finds_words_characters_and_traditional_forms():
    documents = ["发展养老服务，发展5G"] * 6 + ["養老服務"]
    vocabulary = build_vocabulary(count_words(documents), Recipe(min_word_count=2))
    tokenizer, mapping = vocabulary.tokenizer(), vocabulary.mapping()

    def rows(text):
        return mapping[tokenizer.encode(text).ids].tolist()

    assert tokenizer.encode("发展养老服务").tokens == ["发展", "养老", "服务"]
    assert rows("發展養老服務") == rows("发展养老服务")
    assert tokenizer.encode("老务").tokens == ["老", "务"]
    assert rows("５Ｇ") == rows("5g") != [0]
    assert rows("，！7") == [0]


def test_pairs_count_once_each_way_within_the_window_and_across_parts(monkeypatch):
    rows = np.array([1, 2, 3, 0, 0, 1, 2, 0, 0], np.int32)
    whole = cooccurrence(count_pairs(rows, 4, 2), 4).toarray()
    assert whole.tolist() == [[0, 0, 0, 0], [0, 0, 2, 1], [0, 2, 0, 1], [0, 1, 1, 0]]
    monkeypatch.setattr("indexer.training.cooccurrence._TOKENS_AT_ONCE", 2)
    assert np.array_equal(cooccurrence(count_pairs(rows, 4, 2), 4).toarray(), whole)
    assert row_counts(rows, 4).tolist() == [0, 2, 2, 1]


def test_ppmi_is_the_positive_logarithm_of_how_much_oftener_than_by_chance():
    counts = np.array([[0, 3, 1], [3, 0, 0], [1, 0, 2]], np.float32)
    sums = counts.sum(axis=1)
    smoothed = sums**0.75 / (sums**0.75).sum()
    with np.errstate(divide="ignore"):
        expected = np.maximum(np.log(counts / counts.sum() / np.outer(sums / sums.sum(), smoothed)), 0)
    np.testing.assert_allclose(ppmi(sparse.csr_array(counts), 0.75).toarray(), expected, rtol=1e-5)


def test_singular_vectors_agree_with_the_full_decomposition():
    generator = np.random.default_rng(0)
    matrix = (generator.random((60, 4)) @ generator.random((4, 60))).astype(np.float32)
    found = singular_vectors(sparse.csr_array(matrix), 4, seed=0)
    exact = np.linalg.svd(matrix)[0][:, :4]
    np.testing.assert_allclose(np.abs((found * exact).sum(axis=0)), 1, atol=1e-3)


def test_words_and_characters_learn_from_each_other():
    vectors = np.array([[0, 0], [1, 0], [0, 1]], np.float32)
    shared = share(vectors, ["水路", "水"], np.array([0, 5, 5]), from_words=1, from_characters=1)
    np.testing.assert_allclose(shared[2], [0.5**0.5, 0.5**0.5], atol=1e-6)
    assert shared[1, 1] > 0
    assert not shared[0].any()


def test_frequent_words_and_question_words_weigh_little():
    weights = word_weights(np.array([7, 900, 50, 50]), ["的", "怎么", "河道"], sif=1e-2, question_weight=0.25)
    assert weights[0] == 0
    assert weights[1] < weights[2] < weights[3]
    assert weights[2] == pytest.approx(weights[3] / 4)


def test_quantising_keeps_directions():
    vectors = np.random.default_rng(0).standard_normal((50, 64)).astype(np.float32)
    vectors[7] = 0
    rows, scales = quantise(vectors)
    np.testing.assert_allclose(rows * scales[:, None], vectors, atol=scales.max() / 2 + 1e-6)
    assert not rows[7].any()


def test_too_few_words_for_the_dimensions_is_bad_data(tmp_path):
    with pytest.raises(TrainingDataError):
        build_vocabulary(count_words(["abc"]), Recipe())
