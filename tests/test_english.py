"""Simple English questions become Chinese ones; the answer stays the report's own sentence."""

import pytest

from chat_app.answers import Outcome, Question
from chat_app.english import NOT_FOUND, NOTE, Translator, is_english
from indexer.knowledge.english import GlossaryError, read_glossary
from indexer.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def translator() -> Translator:
    texts = ["花川村试点，花川村借书。推进脉链智能工厂改造。"]
    return Translator(Vocabulary.build(texts, [], []))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("How many inefficient factories were rectified in 2022?", "多少 低效工业企业 整治 2022年"),
        ("How many kilometres of sewage pipes were built last year?", "多少 公里 污水管网 建成 去年"),
        ("What is planned for next year?", "什么 计划 明年"),
        ("Where is the library?", "哪里 图书馆"),
        ("Did Huachuan village try out a library?", "花川 村 试点 图书馆吗"),
        ("How much money went into the Mailian smart factory?", "多少钱 脉链 智能工厂"),
        ("Which three projects were completed?", "哪三个 项目 完成"),
        ("villages that earned more than 1 million yuan", "村 超过100万元"),
        ("10,000 people", "1万 人"),
    ],
)
def test_words_are_turned_by_the_glossary_numbers_and_names_too(translator, english, chinese):
    assert translator.translate(english) == chinese


def test_a_name_that_no_report_has_is_not_guessed(translator):
    assert translator.translate("How many factories did Dongcheng rectify in 2022?") is None


@pytest.mark.parametrize("text", ["What is the weather today?", "Who won the world cup?", "lorem ipsum dolor"])
def test_too_much_that_is_unknown_is_not_guessed(translator, text):
    assert translator.translate(text) is None


@pytest.mark.parametrize(
    ("text", "english"), [("How many?", True), ("GDP", False), ("GDP增长 how many", False), ("多少", False)]
)
def test_english_is_two_words_and_no_chinese(text, english):
    assert is_english(text) is english


def test_an_english_question_is_answered_with_the_reports_own_sentence(assistant):
    answer = assistant.ask(Question("How many inefficient factories were rectified in 2022?"))
    assert answer.short == "77家"
    assert answer.citations[0].quote == "完成低效工业企业整治77家"
    assert NOTE in answer.notes


def test_full_width_letters_are_read_as_ordinary_ones(assistant):
    wide = "How many inefficient factories were rectified in 2022?".translate({c: c + 0xFEE0 for c in range(33, 127)})
    assert assistant.ask(Question(wide)).short == "77家"


def test_a_follow_up_goes_on_with_an_english_topic(assistant):
    earlier = ("How many shops along the street were checked?",)
    answer = assistant.ask(Question("How many people living illegally were cleaned up?", earlier))
    assert answer.short == "2819人"
    assert "店铺" in assistant.read(Question("那2022年呢？", earlier)).words


@pytest.mark.parametrize(
    "text",
    [
        "How many inefficient factories did Dongcheng rectify in 2022?",
        "How much will be invested in the Yongkang airport?",
        "What is the weather like today?",
        "How many inefficient factories were rectified in 2019?",
    ],
)
def test_a_refusal_of_an_english_question_is_in_both_languages(assistant, text):
    answer = assistant.ask(Question(text))
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.text.startswith("报告里没有提到。")
    assert answer.text.endswith(NOT_FOUND)


def test_the_glossary_has_hundreds_of_entries():
    assert len(read_glossary()) >= 600


@pytest.mark.parametrize(
    "line", ["factory", "factory → ", "factory = 工厂", "Factory → 工厂", "factory → plant", "a → 甲\na → 乙"]
)
def test_a_line_that_is_no_entry_is_named(tmp_path, line):
    (tmp_path / "english.txt").write_text(f"# note\n{line}\n", encoding="utf-8")
    with pytest.raises(GlossaryError, match=r"line [23]"):
        read_glossary(tmp_path / "english.txt")
