"""Slips read as they were meant, and nothing else touched; ``data/slips.tsv`` holds mistakes written by hand."""

import json
from pathlib import Path

import pytest

from chat_app.answers import Question
from chat_app.corrections import Corrector
from chat_app.questions import read_question
from indexer.knowledge import read_thesaurus
from indexer.lexicon import normalise
from indexer.readers import read_report, report_files
from indexer.vocabulary import Vocabulary, everyday_questions

ROOT = Path(__file__).parent.parent
SETS = {"xc": ("xicheng", "seeds"), "nat": ("national", "eval/reports")}


def corrector(folder: str, everyday: list[str]) -> Corrector:
    texts = [read_report(path).text for path in report_files(ROOT / folder)]
    return Corrector(Vocabulary.build(texts, read_thesaurus().words(), everyday))


@pytest.fixture(scope="module")
def correctors() -> dict[str, Corrector]:
    """Make correctors that know every second everyday question, so that the others serve to measure."""
    return {key: corrector(folder, everyday_questions()[::2]) for key, (_, folder) in SETS.items()}


@pytest.fixture(scope="module")
def town(correctors):
    return correctors["xc"]


def dev(key: str) -> dict[str, str]:
    lines = (ROOT / f"eval/questions/{SETS[key][0]}.jsonl").read_text(encoding="utf-8").splitlines()
    return {r["id"]: r["question"] for r in map(json.loads, lines) if r["split"] == "dev" and "typo" not in r["tags"]}


def test_most_mistakes_that_people_make_are_read_as_they_were_meant(correctors):
    lines = (Path(__file__).parent / "data/slips.tsv").read_text(encoding="utf-8").splitlines()
    slips = [line.split("\t") for line in lines if not line.startswith("#")]
    questions = {key: {**dev(key)} for key in SETS}
    read = wrong = asked = 0
    for origin, _, typed in slips:
        key = origin.split("-")[0]
        if origin in questions[key]:
            asked += 1
            meant = read_question(Question(questions[key][origin]), ()).text
            found = read_question(Question(typed), (), correctors[key].correct)
            read += found.text == meant
            wrong += found.text != meant and any("理解了" in note for note in found.notes)
    assert asked >= 60
    assert read >= 0.75 * asked
    assert wrong <= 0.05 * asked


@pytest.mark.parametrize("key", SETS)
def test_questions_without_slips_stay_as_they_are(correctors, key):
    questions = [normalise(question) for question in dev(key).values()]
    changed = [q for q in questions if correctors[key].correct(q).corrections]
    assert len(changed) <= 0.02 * len(questions), changed


@pytest.mark.parametrize("key", SETS)
def test_everyday_questions_on_other_towns_stay_as_they_are(correctors, key):
    questions = [normalise(question) for question in everyday_questions()[1::4]]
    changed = [q for q in questions if correctors[key].correct(q).corrections]
    assert len(changed) <= 0.02 * len(questions), changed


@pytest.mark.parametrize(
    "question",
    [
        "东城街道整治了多少家低效工业企业",
        "华溪村的农家书屋有多少册书",
        "大许村是十无村吗",
        "群兴集团报了几个人才",
        "脉动智能工厂投资多少",
        "王金明是谁",
        "东安线2022年搞了什么工程",
        "花园村的图书馆",
        "金意达装了几个村",
        "横山北是十无村吗",
    ],
)
def test_another_place_firm_or_person_does_not_become_ours(town, question):
    assert town.correct(question).text == question


@pytest.mark.parametrize("question", ["整制了77家还是76家", "整制了七十七家吗", "没有整制完的有几家"])
def test_figures_and_negations_stay_where_a_word_is_corrected(town, question):
    assert town.correct(question).text == question.replace("整制", "整治")


@pytest.mark.parametrize("question", ["离我们镇近不近", "轮作休耕试不试", "生活污水处理了没"])
def test_either_or_is_no_slip(town, question):
    assert town.correct(question).text == question


@pytest.mark.parametrize(
    "question", ["管得挺严的嘛", "脉链跟防盗门那俩谁快些", "五十万往上的几个村", "是只签了个意向吗"]
)
def test_function_words_are_left_as_they_are_typed(town, question):
    assert town.correct(question).text == question


@pytest.mark.parametrize(
    "question", ["补助砍到120块", "为什么要少种点玉米", "危房拆完了多少户", "怎么个试法", "写一首关于茶的诗"]
)
def test_a_verb_and_its_complement_are_no_slip(correctors, question):
    assert correctors["nat"].correct(question).text == question


def test_a_function_word_may_be_a_slip_for_a_very_common_word(correctors):
    assert correctors["nat"].correct("下岗的人过家给不给钱").text == "下岗的人国家给不给钱"


def test_a_correction_is_said_in_the_notes(town):
    query = read_question(Question("沿街店铺排查整制了多少户"), (), town.correct)
    assert query.text == "沿街店铺排查整治了多少户"
    assert query.notes == ("按“排查整治”理解了“排查整制”。",)


def test_earlier_questions_are_corrected_without_a_word(town):
    query = read_question(Question("那清理了多少人?", ("沿街店铺排查整制了多少户",)), (), town.correct)
    assert "整治" in query.words
    assert query.notes == ()


def test_a_known_word_gives_way_only_within_a_phrase_of_the_report(town):
    assert town.correct("矛盾产生了多少").corrections == ()
    assert town.correct("抓安全产生碰到的难处").text == "抓安全生产碰到的难处"


def test_an_answer_tells_how_a_mistyped_question_was_understood(assistant):
    answer = assistant.ask(Question("低效公业企业整制了多少家?"))
    assert answer.short == "77家"
    assert any("整治" in note and "整制" in note for note in answer.notes)
