"""Expected questions: the file that staff write, what the index keeps of it, and what it changes in answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from chat_app.answers import Outcome, Question
from chat_app.assistant import Assistant
from indexer.build import build_index, needs_rebuild
from indexer.bundle import BundleError, IndexBundle
from indexer.encoders import load_encoder
from indexer.expected import ExpectedError, ExpectedQuestion, ExpectedQuestions, read_expected
from indexer.readers import read_report
from indexer.settings import IndexSettings

REPORT = (
    "云溪镇2022年工作报告\n"
    "2022年主要工作回顾\n"
    "一、经济稳步向好。全年完成规上工业产值12.5亿元，新增省级科技型企业6家。\n"
    "二、民生持续改善。实施农田水利提升，修复机耕路18公里，新建山塘3座。开展老年助餐，建成助餐点5个。\n"
    "三、治理更加有力。排查危旧房120户，调解矛盾纠纷88起。\n"
)
SOURCES = '[[report]]\nfile = "town.txt"\nid = "town"\nyear = 2022\nquestions = "asked/town.txt"\n'
EXPECTED = """# a comment
@修复机耕路18公里
拖拉机下地走的那种道，去年整修了多长？
@建成助餐点5个
上了岁数不想烧饭，去哪几处吃？

@报告没有
矛盾纠纷多是为了啥事闹的？
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    (folder / "asked").mkdir(parents=True)
    (folder / "town.txt").write_text(REPORT, encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "asked" / "town.txt").write_text(EXPECTED, encoding="utf-8")
    return folder


def built(town: Path) -> Path:
    result = build_index([town], town.parent / "index", load_encoder(), IndexSettings())
    assert result.bundle, result.refusals
    return town.parent / "index"


def test_questions_keep_the_place_of_the_words_that_answer_them(town: Path) -> None:
    bundle = IndexBundle.verify(built(town))
    text = bundle.report("town").text
    assert [(q.text[:3], text[q.start : q.end], q.reported) for q in bundle.expected.questions] == [
        ("拖拉机", "修复机耕路18公里", True),
        ("上了岁", "建成助餐点5个", True),
        ("矛盾纠", "", False),
    ]
    assert len(bundle.expected.vectors) == len(bundle.expected.keywords) == 3


def test_the_index_is_made_anew_when_an_expected_question_is_added(town: Path) -> None:
    index, encoder = built(town), load_encoder()
    assert not needs_rebuild([town], index, encoder, IndexSettings())
    with (town / "asked" / "town.txt").open("a", encoding="utf-8") as file:
        file.write("有没有送饭上门？\n")
    assert needs_rebuild([town], index, encoder, IndexSettings())


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("@修复机耕路19公里\n多长？", "line 1: '修复机耕路19公里' does not stand in town.txt; copy the words"),
        ("@2022年\n哪年？", "line 1: '2022年' stands 2 times in town.txt; quote more"),
        ("@\n哪年？", "line 1: '' does not stand in town.txt"),
        ("\n多长？\n", "line 2: a question before any line @"),
        ("@修复机耕路18公里\n多长？\n多长？", "line 3: the question of line 2 again; keep one"),
        ("@报告没有\n否：要钱吗？", "line 2: what the report does not say has no answer; take 否： away"),
        ("@修复机耕路18公里\n" + "长" * 501, "line 2: a question of 501 characters; 500 at most"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(town: Path, lines: str, told: str) -> None:
    path = town / "asked" / "town.txt"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(ExpectedError) as raised:
        read_expected(path, read_report(town / "town.txt"))
    assert str(path) in str(raised.value)
    assert told in str(raised.value)


def test_a_file_that_is_not_there_or_not_in_utf8_is_told(town: Path) -> None:
    path, report = town / "asked" / "town.txt", read_report(town / "town.txt")
    path.write_bytes("@修复机耕路18公里\n多长？".encode("gb18030"))
    with pytest.raises(ExpectedError, match="not in UTF-8"):
        read_expected(path, report)
    path.unlink()
    with pytest.raises(ExpectedError, match=r"cannot be read .* check the path in sources\.toml"):
        read_expected(path, report)
    refused = build_index([town], town.parent / "none", load_encoder(), IndexSettings())
    assert refused.bundle is None
    assert len(refused.refusals) == 1


def test_an_answer_outside_its_report_is_a_flaw(town: Path) -> None:
    bundle = IndexBundle.load(built(town))
    beyond = ExpectedQuestion("多长？", "town", 0, len(bundle.reports[0].text) + 1)
    broken = replace(bundle, expected=ExpectedQuestions.build([beyond], load_encoder()))
    broken.save(town.parent / "broken")
    with pytest.raises(BundleError, match="expected question 0: its answer does not stand in the report 'town'"):
        IndexBundle.verify(town.parent / "broken")


def test_parts_that_do_not_fit_together_are_no_index(town: Path) -> None:
    expected = IndexBundle.load(built(town)).expected
    with pytest.raises(ExpectedError, match="do not fit together"):
        replace(expected, questions=expected.questions[:1])


def test_what_is_answered_with_no_is_marked_and_never_said_yes_to(town: Path) -> None:
    asked = Question("机耕路是县交通局修复的吧？")
    path = town / "asked" / "town.txt"
    path.write_text("@修复机耕路18公里\n机耕路是县交通局出面修的吗？\n", encoding="utf-8")
    assert Assistant.load(built(town)).ask(asked).verdict == "yes"
    path.write_text("@修复机耕路18公里\n否：机耕路是县交通局出面修的吗？\n", encoding="utf-8")
    index = built(town)
    assert [(q.text, q.denied) for q in IndexBundle.load(index).expected.questions] == [
        ("机耕路是县交通局出面修的吗？", True)
    ]
    assert Assistant.load(index).ask(asked).verdict is None


@pytest.mark.parametrize(
    ("question", "plain", "told"),
    [
        ("拖拉机下地那种道整修了没有？", (Outcome.NOT_FOUND, None), (Outcome.ANSWERED, "yes")),
        ("矛盾纠纷都是为了啥事？", (Outcome.ANSWERED, None), (Outcome.NOT_FOUND, None)),
    ],
)
def test_a_question_like_an_expected_one_is_answered_or_refused_as_that(
    town: Path, question: str, plain: tuple[Outcome, str | None], told: tuple[Outcome, str | None]
) -> None:
    answer = Assistant.load(built(town)).ask(Question(question))
    assert (answer.outcome, answer.verdict) == told
    (town / "asked" / "town.txt").write_text("", encoding="utf-8")
    answer = Assistant.load(built(town)).ask(Question(question))
    assert (answer.outcome, answer.verdict) == plain


def test_a_report_without_expected_questions_is_not_put_back(town: Path) -> None:
    (town / "other.txt").write_text(REPORT.replace("云溪镇", "青石镇"), encoding="utf-8")
    sources = town / "sources.toml"
    sources.write_text(SOURCES + '[[report]]\nfile = "other.txt"\nid = "other"\nyear = 2022\n', encoding="utf-8")

    def ranked() -> list[tuple[str, str, float]]:
        assistant = Assistant.load(built(town))
        query = assistant.read(Question("拖拉机下地那种道整修了多长？"))
        return [(e.report, e.text, e.score) for e in assistant.retriever.find_evidence(query)]

    with_questions = ranked()
    (town / "asked" / "town.txt").write_text("", encoding="utf-8")
    assert with_questions == ranked()


def test_a_figure_that_the_question_gets_wrong_is_still_put_right(town: Path) -> None:
    answer = Assistant.load(built(town)).ask(Question("去年修复机耕路28公里，是吗？"))
    assert answer.verdict == "no"
    assert "18公里，不是28公里" in answer.text
