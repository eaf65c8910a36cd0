import re
from dataclasses import replace

import pytest

from eval.questionset import QuestionRecord, QuestionSetError, load_questions
from eval.sets import QuestionSet, SetError, chosen_sets, declared_sets, fitted_sets, locked_digest
from eval.variants import derive_variants, homophones_in, load_variants, write_variants

RECORD = QuestionRecord("q-1", "2022年整治了多少家企业?", "number", "dev", answerable=True)
SOUNDS = homophones_in("企起气业页叶整正政治志制家加佳" * 9)


def variants(question, name="q-1"):
    made = derive_variants([replace(RECORD, question=question, id=name)], SOUNDS)
    return {v.variant: v.question for v in made}


def test_each_kind_changes_what_it_should():
    made = variants("2022年整治了多少家企业?")
    assert made["full_width"] == "２０２２年整治了多少家企业？"
    assert made["han_year"] == "二〇二二年整治了多少家企业?"
    assert made["traditional"] == "2022年整治了多少家企業?"
    assert "2022年整治了多少家企业?" in made["polite"]
    assert made["typo"] in {"2022年治整了多少家企业?", "2022年整治了多少家业企?"}
    assert re.fullmatch(
        r"2022年(整[志制]了多少家企业|[正政]治了多少家企业|整治了多少家[起气]业|整治了多少家企[页叶])\?",
        made["homophone"],
    )


def test_a_kind_with_nothing_to_change_is_left_out():
    assert set(variants("谁呢")) == {"traditional", "polite"} - (
        {"traditional"} if variants("谁呢").get("traditional") is None else set()
    )
    assert "han_year" not in variants("今年呢,有3家")
    assert "full_width" not in variants("企业有几家?")


def test_variants_keep_the_gold_and_say_where_they_come_from():
    (polite,) = [v for v in derive_variants([RECORD], SOUNDS) if v.variant == "polite"]
    assert (polite.id, polite.variant_of, polite.split) == ("q-1~polite", "q-1", "dev")
    assert replace(polite, id="q-1", question=RECORD.question, variant=None, variant_of=None) == RECORD


@pytest.mark.parametrize("entry", declared_sets(), ids=lambda entry: entry.name)
def test_the_shipped_variants_are_what_the_code_derives(entry, tmp_path):
    records = load_questions(entry.questions)
    shipped = load_variants(entry.variants, records)
    assert len(shipped) > 500
    sample = records[::12]  # deriving them all takes minutes
    aside = replace(entry, questions=tmp_path / entry.questions.name)
    lines = entry.questions.read_text(encoding="utf-8").splitlines(keepends=True)
    aside.questions.write_text("".join(lines[::12]), encoding="utf-8")
    write_variants(aside)
    chosen = {record.id for record in sample}
    assert load_variants(aside.variants, sample) == [v for v in shipped if v.variant_of in chosen]


def test_a_variant_of_no_question_is_told(tmp_path):
    (tmp_path / "v.jsonl").write_text('{"variant_of": "q-9", "variant": "typo", "question": "?"}\n')
    with pytest.raises(QuestionSetError, match="line 1"):
        load_variants(tmp_path / "v.jsonl", [RECORD])
    assert load_variants(tmp_path / "none.jsonl", [RECORD]) == []


@pytest.mark.parametrize("entry", declared_sets(), ids=lambda entry: entry.name)
def test_the_shipped_test_splits_are_locked(entry):
    assert entry.test_sha256 == locked_digest(entry.questions)
    entry.check_lock(load_questions(entry.questions))


def test_a_changed_test_question_breaks_the_lock_and_a_changed_dev_question_does_not(tmp_path):
    def written(text):
        (tmp_path / "s.jsonl").write_text(text, encoding="utf-8")
        return QuestionSet("s", tmp_path / "s.jsonl", (), locked)

    dev, test = '{"split": "dev", "question": "a"}', '{"split": "test", "question": "b"}'
    locked = ""
    locked = locked_digest(written(f"{dev}\n{test}\n").questions)
    record = replace(RECORD, split="test")
    written(f"{test}\n{dev.replace('a', 'c')}\n\n").check_lock([record])
    with pytest.raises(SetError, match="locked"):
        written(f"{dev}\n{test.replace('b', 'c')}\n").check_lock([record])


def test_a_file_that_is_declared_comes_with_its_reports(tmp_path):
    declared = declared_sets()
    assert chosen_sets([], declared) == declared
    assert chosen_sets([declared[0].questions], declared) == (declared[0],)
    assert chosen_sets([tmp_path / "mine.jsonl"], declared)[0].reports == ()


def test_a_set_that_only_measures_is_fitted_on_where_it_is_named():
    first, *others = declared_sets()
    only_measured = replace(first, learn_from=False)
    assert fitted_sets([], (only_measured, *others)) == tuple(others)
    assert fitted_sets([first.questions], (only_measured, *others)) == (only_measured,)
