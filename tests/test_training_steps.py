"""The steps by which a static model is made, each on numbers or texts small enough to work out by hand."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from indexer.training.characters import share
from indexer.training.contrast import Reader, contrast
from indexer.training.cooccurrence import cooccurrence, count_pairs, row_counts
from indexer.training.factorise import ppmi, singular_vectors
from indexer.training.pairs import read_pairs
from indexer.training.quantise import quantise
from indexer.training.recipe import Recipe, TrainingDataError
from indexer.training.sources import Cloze, HandWritten, Listed, cut, training_sources
from indexer.training.texts import Texts
from indexer.training.vocabulary import build_vocabulary, count_words
from indexer.training.weights import word_weights


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


@pytest.fixture(scope="module")
def factorised():
    """Vectors, weights and a reader for two topics of two words each that the texts do not bring together."""
    vocabulary = build_vocabulary(Counter({"泥巴": 9, "道路": 9, "工钱": 9, "薪酬": 9}), Recipe(min_word_count=1))
    vectors = np.random.default_rng(0).standard_normal((vocabulary.rows, 16)).astype(np.float32)
    weights = np.full(vocabulary.rows, 0.5, np.float32)
    vectors[0] = weights[0] = 0
    return vectors, weights, Reader(vocabulary.tokenizer(), vocabulary.mapping())


def cosine(vectors, reader, one, other):
    first, second = (vectors[rows].sum(axis=0) for rows in reader.rows([one, other]))
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def test_pairs_draw_their_words_together_and_leave_others_alone(factorised):
    vectors, weights, reader = factorised
    recipe = Recipe(steps=40, warm_up=5, vector_rate=0.1, scale=5.0)
    sources = {"pairs": Listed([("泥巴", "道路"), ("工钱", "薪酬")])}
    learnt = contrast(vectors, weights, reader, sources, recipe, progress=False)
    first, last = learnt.mean_losses()["pairs"]
    assert last < first / 4
    right, wrong = (cosine(learnt.vectors, reader, "泥巴", other) for other in ("道路", "薪酬"))
    assert right > wrong + 0.5
    again = contrast(vectors, weights, reader, sources, recipe, progress=False)
    assert np.array_equal(again.vectors, learnt.vectors)
    assert again.losses == learnt.losses
    seen = np.concatenate(reader.rows(["泥巴", "道路", "工钱", "薪酬"]))
    others = np.setdiff1d(np.arange(len(vectors)), seen)
    np.testing.assert_allclose(learnt.vectors[others], (vectors * weights[:, None])[others], rtol=1e-6)


def test_a_text_in_two_pairs_is_no_wrong_answer(factorised):
    vectors, weights, reader = factorised
    sources = {"pairs": Listed([("泥巴", "道路"), ("工钱", "道路")])}
    learnt = contrast(vectors, weights, reader, sources, Recipe(steps=3), progress=False)
    assert learnt.losses[0][1] == pytest.approx(0, abs=1e-6)


def test_without_steps_the_factorised_vectors_stay(factorised):
    vectors, weights, reader = factorised
    learnt = contrast(vectors, weights, reader, {"pairs": Listed([("泥巴", "道路")])}, Recipe(steps=0), progress=False)
    np.testing.assert_allclose(learnt.vectors, vectors * weights[:, None], rtol=1e-6)
    assert learnt.losses == ()


def test_sources_are_made_of_what_the_files_hold():
    rows: list[dict[str, Any]] = [
        {"question": "谁种树？", "passage": "张三在村口种树十年。李四在镇上教书三年。", "answer": "李四"},
        {"question": ["几人？", "何时？"], "answers": ["三人", "无法推断"], "key_info": ["三人", "西坞村"]},
        {"title": "报告", "text": "修路工程今年完工了。\n\n河道整治今年完工了。老人食堂今年开张了。"},
    ]
    sources = training_sources([Texts("a.jsonl", (), tuple(rows))], HandWritten())
    generator = np.random.default_rng(0)
    assert sources.keys() == {"passages", "facts", "reports"}
    assert sources["facts"].draw(9, generator) == [("几人？", "三人，西坞村")]
    drawn = {pair for _ in range(20) for pair in sources["passages"].draw(9, generator)}
    assert drawn == {("谁种树？", rows[0]["passage"]), ("谁种树？", "李四在镇上教书三年。")}
    assert all("修路" not in text for pair in sources["reports"].draw(20, generator) for text in pair)


def test_a_cloze_pairs_a_sentence_with_its_neighbours():
    sentences = cut("第一句话说的是修路。第二句话说的是治水！短。第三句话说的是养老")
    assert sentences == ["第一句话说的是修路。", "第二句话说的是治水！", "第三句话说的是养老"]
    for sentence, around in Cloze([sentences]).draw(20, np.random.default_rng(0)):
        assert sentence in sentences
        assert [other in around for other in sentences].count(True) >= 2


def test_a_tenth_of_the_hand_written_sentences_is_not_learnt(tmp_path):
    file = tmp_path / "pairs.jsonl"
    rows = [{"question": f"问{q}", "sentence": f"句{s}", "source": "a"} for s in range(500) for q in range(2)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    pairs = read_pairs(file)
    held_out = {pair.sentence for pair in pairs if pair.held_out}
    assert 30 <= len(held_out) <= 75
    learnt = HandWritten.read(file, None).pairs
    assert len(learnt) == 1000 - 2 * len(held_out)
    assert held_out.isdisjoint(sentence for _, sentence in learnt)


def test_quantising_keeps_directions():
    vectors = np.random.default_rng(0).standard_normal((50, 64)).astype(np.float32)
    vectors[7] = 0
    rows, scales = quantise(vectors)
    np.testing.assert_allclose(rows * scales[:, None], vectors, atol=scales.max() / 2 + 1e-6)
    assert not rows[7].any()


def test_too_few_words_for_the_dimensions_is_bad_data(tmp_path):
    with pytest.raises(TrainingDataError):
        build_vocabulary(count_words(["abc"]), Recipe())
