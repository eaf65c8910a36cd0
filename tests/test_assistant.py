import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from chat_app import grounding
from chat_app.answers import Answer, Citation, Outcome, Question, QuestionError, Statement
from chat_app.assistant import Assistant
from chat_app.typed import is_courtesy
from indexer.corpus import Period

MILLS = "去年整治了多少家低效工业企业？"
QUESTIONS = sorted((Path(__file__).parents[1] / "eval" / "questions").glob("*.jsonl"))


def test_a_figure_is_answered_verbatim_with_its_place(assistant):
    answer = assistant.ask(Question("去年整治了多少家低效工业企业？")).to_dict()
    assert answer["outcome"] == "answered"
    assert (answer["text"], answer["short"]) == ("完成低效工业企业整治77家。[1]", "77家")
    (citation,) = answer["citations"]
    assert (citation["start"], citation["end"], citation["quote"]) == (330, 343, "完成低效工业企业整治77家")
    assert citation["path"][0] == "2022年主要工作回顾"
    assert citation["path"][-1] == "狠抓产业提升"
    assert (citation["scope"], citation["year"]) == ("done", 2022)
    assert answer["notes"] == ["“去年”指2022年。"]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("工业投资增长多少", "515.78%"),
        ("固定资产投资增长了多少", "77.53 %"),
        ("违规广告牌拆了多少块", "897块"),
        ("装了金意安智能设备的有几个村", "8个"),
        ("老年人能力初筛了多少人", "13502人"),
        ("电诈发案下降了多少", "17.7%"),
        ("固定资产投资完成多少", "6.87亿元"),
        ("周塘城中村改造签约了多少户", "35大户"),
        ("调解了多少起矛盾纠纷", "1222宗"),
    ],
)
def test_the_figure_asked_for_is_told_from_its_neighbours(assistant, question, short):
    assert assistant.ask(Question(question)).short == short


def test_a_figure_of_a_part_is_not_quoted_for_the_whole(assistant):
    assert "3.15" not in assistant.ask(Question("固定资产投资完成多少")).text


def test_a_target_is_not_taken_for_a_result(assistant):
    planned = assistant.ask(Question("今年老旧小区改造有什么计划？"))
    assert {str(c.period.scope) for c in planned.citations} == {"planned"}


def test_a_question_about_both_years_gets_both_side_by_side(assistant):
    answer = assistant.ask(Question("应宅梯田去年做了什么，今年又有什么打算？"))
    assert [s.text.split("：")[0] for s in answer.statements] == ["2022年已完成", "2023年计划"]
    quoted = {c.n: c for c in answer.citations}
    assert [str(quoted[s.citations[0]].period.scope) for s in answer.statements] == ["done", "planned"]
    assert [quoted[s.citations[1]].quote for s in answer.statements] == ["2022年主要工作回顾", "2023年工作计划"]


def test_small_talk_gets_a_polite_line(assistant):
    for question in ("你好", "今天天气怎么样", "讲个笑话"):
        answer = assistant.ask(Question(question))
        assert (answer.outcome, answer.text[:9]) == (Outcome.NOT_FOUND, "您好！我只回答报告"[:9])


@pytest.mark.parametrize(
    "said", ["谢谢", "谢谢您！", "好的，知道了", "你好", "嗯嗯", "早上好", "非常感谢，辛苦了", "明白了，再见", "OK"]
)
def test_a_courtesy_after_an_answer_does_not_ask_again(assistant, said):
    answer = assistant.ask(Question(said, history=(MILLS,)))
    assert (answer.outcome, answer.small_talk, answer.citations) == (Outcome.NOT_FOUND, True, ())
    assert answer.text.startswith("您好！")


def test_what_only_begins_politely_is_a_question(assistant):
    assert assistant.ask(Question("你好，谢谢，那违规广告牌呢？", history=("拆除了多少处违章搭建？",))).short == "897块"
    assert not assistant.ask(Question("好的养老院有几家", history=())).small_talk


def test_no_question_of_the_sets_is_a_courtesy():
    records = [json.loads(line) for path in QUESTIONS for line in path.read_text("utf-8").splitlines()]
    asked = [record["question"] for record in records if record["answerable"]]
    assert len(asked) > 800
    assert [text for text in asked if is_courtesy(text)] == []


def test_a_long_row_of_courtesies_is_read_at_once():
    started = time.perf_counter()
    assert is_courtesy("好的没事了" * 100)
    assert not is_courtesy("嗯哦好的没事了" * 70 + "x")
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("question", ["明天天气怎么样", "世界杯冠军是谁", "2019年整治了多少家企业", "谢谢", "？？？"])
def test_what_the_report_does_not_say_is_not_answered(assistant, question):
    answer = assistant.ask(Question(question))
    assert answer.outcome is Outcome.NOT_FOUND
    assert (answer.citations, answer.short) == ((), None)
    assert "12345" in answer.text
    assert "[1]" not in answer.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("2021年拆了多少违章搭建", "报告里没有2021年的内容。"),
        ("东城街道整治了多少家低效工业企业", "报告里没有提到东城街道。"),
        ("义乌市整治了多少家低效工业企业", "报告里没有提到义乌市。"),
        ("大徐村的集体经营性收入是多少", "报告提到了大徐，但没有写这一项。"),
        ("花川村农家书屋有多少册书", "报告没有写有多少册。"),
    ],
)
def test_another_year_or_place_is_refused_with_the_reason(assistant, question, reason):
    answer = assistant.ask(Question(question))
    assert answer.outcome is Outcome.NOT_FOUND
    assert reason in answer.notes


def test_the_reports_own_place_is_no_other_place(assistant):
    assert assistant.ask(Question("永康市西城街道整治了多少家低效工业企业")).short == "77家"


def test_a_result_is_no_target(assistant):
    assert assistant.ask(Question("今年要整治多少家低效工业企业")).outcome is Outcome.NOT_FOUND


def test_who_holds_an_office_is_not_answered_with_something_else(assistant):
    assert assistant.ask(Question("街道书记是谁")).outcome is Outcome.NOT_FOUND


def test_every_answer_carries_evidence_and_what_it_was_made_from(assistant):
    answer = assistant.ask(Question("拆除了多少处违章搭建？")).to_dict()
    assert len(answer["evidence"]) == 10
    assert answer["evidence"][0]["score"] == max(e["score"] for e in answer["evidence"])
    assert answer["index"] == assistant.bundle.digest
    assert [r["id"] for r in answer["reports"]] == ["xicheng-2022"]
    assert answer["elapsed_ms"] > 0


def test_every_quotation_is_verbatim(assistant):
    texts = {report.id: report.text for report in assistant.reports}
    for question in ("安全生产", "怎么化解矛盾", "十无村有哪些", "2023年城市更新", "防汛", "小巷骑兵"):
        answer = assistant.ask(Question(question))
        assert grounding.faults(answer, texts) == []
        assert all(texts[e.report][e.start : e.end] == e.text for e in answer.evidence)


def test_a_follow_up_is_understood(assistant):
    answer = assistant.ask(Question("那100万元以上的呢？", ("集体经营性收入50万元以上的村有多少个？",)))
    assert answer.short == "20个"


def test_what_is_not_found_alone_is_looked_for_as_going_on_with_the_question_before(assistant):
    alone = assistant.ask(Question("改造花费"))
    after = assistant.ask(Question("改造花费", ("七彩梯田在哪里？",)))
    assert alone.outcome is Outcome.NOT_FOUND
    assert "投资300多万改造提升应宅梯田" in after.text
    assert "接着前面的问题理解的。" in after.notes


def test_a_question_without_a_matter_goes_on_with_the_one_before_and_is_not_read_alone(assistant):
    answer = assistant.ask(Question("一共投了多少钱？", ("花川村去年试点了什么？",)))
    assert answer.outcome is Outcome.NOT_FOUND
    assert "固定资产投资" not in answer.text


@pytest.mark.parametrize("said", ["今天天气怎么样", "讲个笑话"])
def test_small_talk_does_not_go_on_with_the_question_before(assistant, said):
    assert assistant.ask(Question(said, (MILLS,))).small_talk


def test_an_unknown_report_is_refused(assistant):
    with pytest.raises(QuestionError, match="没有编号为“nowhere”的报告") as refusal:
        assistant.ask(Question("整治了多少家", report="nowhere"))
    assert refusal.value.code == "unknown_report"


def test_a_report_can_be_searched_alone(assistant):
    assert assistant.ask(Question("低效工业企业整治", report="xicheng-2022")).citations[0].report == "xicheng-2022"


def test_the_stream_ends_with_the_whole_answer(assistant):
    events = list(assistant.stream(Question("拆除了多少处违章搭建？")))
    assert [name for name, _ in events] == ["evidence", "delta", "answer"]
    assert events[1][1]["text"] == events[2][1]["text"]


def test_the_examples_of_a_report_are_answered(assistant):
    assert len(assistant.examples()) >= 4


def test_an_answer_that_fails_its_check_is_not_shown(assistant, caplog):
    report = replace(assistant.reports[0], text=assistant.reports[0].text.replace("77家", "78家"))
    bundle = replace(assistant.bundle, reports=(report,))
    answer = Assistant(bundle, assistant.embedder).ask(Question("整治了多少家低效工业企业？"))
    assert "77" not in answer.text


def _answer(statement, quote, numbers=(1,)):
    citation = Citation(1, "r", "", (), Period(), 0, len(quote), quote)
    return Answer(
        Outcome.ANSWERED, statement, 1.0, "", 0.0, statements=(Statement(statement, numbers),), citations=(citation,)
    )


def test_the_check_finds_each_kind_of_fault():
    texts = {"r": "整治77家"}
    assert grounding.faults(_answer("整治77家。", "整治77家"), texts) == []
    assert "figure 78" in grounding.faults(_answer("整治78家。", "整治77家"), texts)[0]
    assert "without a citation" in grounding.faults(_answer("整治77家。", "整治77家", (2,)), texts)[0]
    assert "not what stands" in grounding.faults(_answer("整治78家。", "整治78家"), texts)[0]


def test_an_overview_tells_what_stands_under_the_heading_it_names(assistant):
    answer = assistant.ask(Question("乡村振兴这块去年搞得咋样？"))
    assert answer.outcome is Outcome.ANSWERED
    assert len(answer.citations) > 1
    assert {citation.path[-1] for citation in answer.citations} == {"乡村振兴提质增效"}


def test_a_doubtful_correction_is_not_told_of_in_vain(assistant):
    answer = assistant.ask(Question("社保断缴了两年,到哪儿能补上?"))
    assert answer.outcome is Outcome.NOT_FOUND
    assert not any("理解了" in note for note in answer.notes)


def test_the_figure_put_right_is_the_short_answer(assistant):
    answer = assistant.ask(Question("十无村一共10个吧？"))
    assert (answer.verdict, answer.short) == ("no", "5个")


def test_that_some_were_done_does_not_say_that_all_were(assistant):
    assert assistant.ask(Question("违章建筑都拆完了吗？")).verdict != "yes"


def test_the_population_is_not_read_from_another_word_with_that_character(assistant):
    assert assistant.ask(Question("街道有多少人口？")).outcome is Outcome.NOT_FOUND
