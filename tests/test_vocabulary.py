import pytest

from indexer.vocabulary import EVERYDAY, Vocabulary, VocabularyError, everyday_questions


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.build(["花川村、章店、大徐村创建“十无村”。狠抓安全生产。"], ["臭水沟"], ["这事谁管", "河里谁管"])


@pytest.mark.parametrize("term", ["花川村", "大徐村", "章店", "十无村", "安全生产", "臭水沟"])
def test_names_that_no_dictionary_has_and_phrases_are_terms_of_the_report(vocabulary, term):
    assert term in vocabulary.own


def test_what_the_report_says_costs_less_than_what_only_the_dictionary_has(vocabulary):
    assert vocabulary.own["章店"] < vocabulary.own["臭水沟"]


def test_how_people_speak_is_learnt_from_everyday_questions(vocabulary):
    assert "谁管" in vocabulary.common
    assert "谁管" not in Vocabulary.build([], [], []).common


def test_a_vocabulary_round_trips_and_equal_ones_give_equal_bytes(vocabulary):
    again = Vocabulary.from_bytes(vocabulary.to_bytes())
    assert again == vocabulary
    assert again.to_bytes() == vocabulary.to_bytes()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"own": {}}', b"\xff"])
def test_other_bytes_are_refused(data):
    with pytest.raises(VocabularyError):
        Vocabulary.from_bytes(data)


def test_a_file_of_other_lines_than_pairs_is_refused(tmp_path):
    (tmp_path / "pairs.jsonl").write_text('{"sentence": "没有问题"}\n', encoding="utf-8")
    with pytest.raises(VocabularyError, match="is no pair"):
        everyday_questions(tmp_path / "pairs.jsonl")
    assert len(everyday_questions(EVERYDAY)) > 3000
