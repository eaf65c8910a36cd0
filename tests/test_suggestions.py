from threading import Event

import pytest

from chat_app.answerers import preparing
from chat_app.answers import Answer, Citation, Outcome, Question
from chat_app.assistant import Assistant
from chat_app.rewording import reword
from chat_app.suggestions import Suggester
from indexer.build import build_index
from indexer.corpus import Passage, Period, Scope
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings

ANSWERED = ("去年整治了多少家低效工业企业？", "矛盾纠纷调解了多少宗", "低边低保复核了几户", "冷链物流项目投资多少")
TWO_YEARS = {
    2021: "2020年工作回顾\n全年新建学校5所,改造老旧小区43个。\n2021年工作安排\n计划新建学校2所,改造老旧小区12个。\n",
    2022: "2021年工作回顾\n全年新建学校2所,改造老旧小区14个。\n2022年工作安排\n计划新建学校4所,改造老旧小区21个。\n",
}


def questions(text, scope=Scope.DONE):
    passage = Passage("r", 0, len(text), text, None, (), 0, Period(scope, 2022))
    return [candidate.text for candidate in reword(passage)]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("完成低效工业企业整治77家。", "完成低效工业企业整治多少家？"),
        ("组建145支暖心服务小分队。", "组建多少支暖心服务小分队？"),
        ("电诈发案同比下降17.7%。", "电诈发案同比下降多少？"),
        ("城乡居民医保参保率98.2%。", "城乡居民医保参保率是多少？"),
        ("国内生产总值达到67.7万亿元。", "国内生产总值达到多少万亿元？"),
        ("投资7661万元的脉链智能工厂改造项目完成入库。", "脉链智能工厂改造项目投资多少万元？"),
        ("完成三棉片区征收签约386户。", "完成三棉片区征收签约多少户？"),
        ("打造“儿童之家”5处、智慧康养中心3处。", "打造智慧康养中心多少处？"),
        ("成功创建大徐、横山南、新阳等“十无村”5个。", "成功创建“十无村”多少个？"),
        ("成功创建大徐、横山南、新阳等“十无村”5个。", "成功创建了哪些“十无村”？"),
        ("步阳集团被评为国家级绿色工厂。", "步阳集团被评为什么？"),
        ("山下至清溪道路已基本完工。", "山下至清溪道路基本完工了吗？"),
    ],
)
def test_a_clause_becomes_the_question_that_it_answers(text, question):
    assert question in questions(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("新增停车位150个。", "计划新增停车位多少个？"),
        ("固定资产投资增长10%以上。", "固定资产投资计划增长多少？"),
        ("城镇登记失业率4.5%以内。", "城镇登记失业率的目标是多少？"),
        ("精心谋划永义古道、应宅梯田等文旅项目。", "计划精心谋划哪些文旅项目？"),
    ],
)
def test_what_is_planned_is_asked_as_planned(text, question):
    assert questions(text, Scope.PLANNED) == [question]


@pytest.mark.parametrize(
    "text",
    [
        "固定资产投资上升,同比增长77.53 %。",  # the figure leans on the clause before it
        "完成42宗35大户签约工作。",
        "未能如期动工。",
        "做好地震、测绘、地质等工作。",
        "基本养老、基本医疗、社会救助等保障力度加大。",
        "每部补助20万元。",
        "三是将18项行政事业性收费的免征范围扩大。",
    ],
)
def test_what_would_read_badly_is_left_out(text):
    assert questions(text) == []


@pytest.mark.parametrize("question", ANSWERED)
def test_suggestions_are_answered_and_do_not_repeat_the_question(assistant, question):
    answer = assistant.ask(Question(question))
    assert 1 <= len(answer.suggestions) <= 3
    assert len(set(answer.suggestions)) == len(answer.suggestions)
    for suggestion in answer.suggestions:
        asked = assistant.ask(Question(suggestion))
        assert asked.outcome is Outcome.ANSWERED
        assert "多少" not in suggestion or asked.short
        places = {(citation.start, citation.end) for citation in answer.citations}
        assert not places & {(citation.start, citation.end) for citation in asked.citations}


def test_suggestions_stay_by_the_passage_that_is_cited(assistant):
    answer = assistant.ask(Question("去年整治了多少家低效工业企业？"))
    first = assistant.ask(Question(answer.suggestions[0]))
    assert answer.suggestions[0] == "低效工业用地整治多少亩？"
    assert (first.short, first.citations[0].path) == ("444.35亩", answer.citations[0].path)


def test_work_done_suggests_what_is_planned_on_with_it(assistant):
    answer = assistant.ask(Question("去年整治了多少家低效工业企业？"))
    planned = [assistant.ask(Question(suggestion)) for suggestion in answer.suggestions]
    assert Scope.PLANNED in {citation.period.scope for asked in planned for citation in asked.citations}


def test_nothing_is_suggested_twice_in_a_visit(assistant):
    question = "去年整治了多少家低效工业企业？"
    first = assistant.ask(Question(question)).suggestions
    later = assistant.ask(Question(question, history=(first[0], "小巨人企业新增多少家"))).suggestions
    assert first[0] not in later
    assert "新增国家专精特新“小巨人”企业多少家？" in first
    again = assistant.ask(Question(first[0], history=(question,))).suggestions
    assert first[0] not in again


def test_what_was_asked_in_vain_gets_questions_from_what_comes_near(assistant):
    near = assistant.ask(Question("东城街道整治了多少家低效工业企业？"))
    assert near.outcome is Outcome.NOT_FOUND
    assert near.suggestions[0] == "完成低效工业企业整治多少家？"
    assert assistant.ask(Question(near.suggestions[0])).short == "77家"


@pytest.mark.parametrize("question", ["明天天气怎么样", "谢谢", "股票行情"])
def test_nothing_is_suggested_where_nothing_comes_near(assistant, question):
    assert assistant.ask(Question(question)).suggestions == ()


def test_suggestions_do_not_hang_on_what_was_asked_before(assistant):
    alone = Assistant(assistant.bundle, assistant.embedder)
    later = Assistant(assistant.bundle, assistant.embedder)
    for question in reversed(ANSWERED):
        later.ask(Question(question))
    for question in ANSWERED:
        assert alone.ask(Question(question)).suggestions == later.ask(Question(question)).suggestions


def test_suggestions_change_nothing_else(assistant):
    for question in ANSWERED:
        plain, full = assistant.answer(Question(question)).to_dict(), assistant.ask(Question(question)).to_dict()
        for answer in (plain, full):
            del answer["suggestions"], answer["elapsed_ms"]
        assert plain == full


def counting(assistant, reply=None):
    """Return a suggester, and the questions that it has asked so far."""
    asked = []

    def answer(question):
        asked.append(question.text)
        found = assistant.answer(question)
        return reply(found) if reply else found

    return Suggester(assistant.bundle, answer), asked


def test_a_passage_is_checked_once(assistant):
    suggester, asked = counting(assistant)
    question = Question("去年整治了多少家低效工业企业？")
    answer = assistant.answer(question)
    first = suggester.suggest(question, answer)
    assert 0 < len(asked) <= 12
    before = len(asked)
    assert suggester.suggest(question, answer) == first
    assert len(asked) == before


def test_prepared_passages_are_not_checked_again(assistant):
    suggester, asked = counting(assistant)
    suggester.prepare(Event())
    before = len(asked)
    for text in ANSWERED:
        assert suggester.suggest(Question(text), assistant.answer(Question(text)))
    assert len(asked) == before


def test_preparing_stops_when_it_is_told_to(assistant):
    suggester, asked = counting(assistant)
    stopped = Event()
    stopped.set()
    suggester.prepare(stopped)
    assert asked == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer, report: Answer(Outcome.NOT_FOUND, "报告里没有提到。", 0.1, "", 1.0),
        lambda answer, report: answered(report, "1家", answer.citations[0].start),  # another figure
        lambda answer, report: answered(report, answer.short, 0),  # the figure, cited from elsewhere
    ],
    ids=["not found", "another figure", "another passage"],
)
def test_a_question_that_is_not_answered_as_it_should_be_is_not_suggested(assistant, spoil):
    report = assistant.reports[0]
    suggester, asked = counting(assistant, lambda answer: spoil(answer, report) if answer.citations else answer)
    question = Question("处置了多少件生态环保信访件")
    suggested = suggester.suggest(question, assistant.answer(question))
    assert not any("多少" in suggestion for suggestion in suggested)
    assert any("多少" in text for text in asked)


def answered(report, short, at):
    citation = Citation.of(1, report, (), Period(), at, at + 1)
    return Answer(Outcome.ANSWERED, f"{short}。[1]", 0.9, "", 1.0, short=short, citations=(citation,))


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    """Return an assistant on two reports of one town that say the same of different years."""
    folder = tmp_path_factory.mktemp("years")
    for year, text in TWO_YEARS.items():
        (folder / f"town-{year}.txt").write_text(text, encoding="utf-8")
    build_index([folder], folder / "index", load_encoder(), IndexSettings())
    return Assistant.load(folder / "index")


def test_of_several_reports_the_one_meant_is_named(two_years):
    answer = two_years.ask(Question("2021年改造老旧小区多少个"))
    assert answer.suggestions
    for suggestion in answer.suggestions:
        assert suggestion.startswith(("2021年报告里，", "2022年报告里，"))
        assert two_years.ask(Question(suggestion)).citations[0].report == f"town-{suggestion[:4]}"


def test_within_one_report_it_need_not_be_named(two_years):
    answer = two_years.ask(Question("改造老旧小区多少个", report="town-2022"))
    assert answer.suggestions
    assert not any("报告里" in suggestion for suggestion in answer.suggestions)


def test_the_server_prepares_in_the_background_and_stops_with_it(assistant):
    with preparing(Assistant(assistant.bundle, assistant.embedder)) as thread:
        assert thread.is_alive()
    assert not thread.is_alive()
