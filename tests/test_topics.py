import pytest

from chat_app.answers import Answer, Citation, Outcome, Question
from chat_app.topics import find_topics
from indexer.corpus import Period, Scope


def test_headings_become_questions_that_their_own_sections_answer(assistant):
    topics = find_topics(assistant.ask, assistant.reports)
    assert [topic.heading for topic in topics] == ["2022年主要工作回顾", "2023年工作计划"]
    assert topics[1].period == Period(Scope.PLANNED, 2023)
    assert "“疫情防控平稳有序”做了哪些工作？" in topics[0].questions
    assert "“古城非遗商业区”有什么计划？" in topics[1].questions
    report = assistant.reports[0]
    for question in topics[0].questions[:4]:
        (heading,) = [section for section in report.sections if f"“{section.heading}”" in question]
        answer = assistant.ask(Question(question))
        assert answer.outcome is not Outcome.NOT_FOUND
        assert all(heading.start <= citation.start < heading.end for citation in answer.citations)


def answering(report, outcome, *places):
    """Return a stand-in for the assistant that always cites the same places."""
    citations = tuple(Citation.of(n, report, (), Period(), at, at + 1) for n, at in enumerate(places, 1))
    return lambda question: Answer(outcome, "有。", 0.9, "sha256:0", 1.0, citations=citations)


@pytest.fixture
def river(bundle):
    return next(report for report in bundle.reports if report.id == "river-2022")


def test_a_question_answered_from_elsewhere_or_not_at_all_is_not_offered(river):
    water = next(section for section in river.sections if section.heading == "狠抓水环境治理")
    topics = find_topics(answering(river, Outcome.ANSWERED, water.body), [river])
    assert [topic.questions for topic in topics] == [("“狠抓水环境治理”做了哪些工作？",)]
    assert find_topics(answering(river, Outcome.ANSWERED, water.body, 0), [river]) == ()
    assert find_topics(answering(river, Outcome.NOT_FOUND, water.body), [river]) == ()


def test_only_headings_with_none_below_them_are_tried(river):
    asked = []

    def ask(question):
        asked.append(question.text)
        return answering(river, Outcome.NOT_FOUND)(question)

    assert find_topics(ask, [river]) == ()
    assert not any("坚持生态优先" in question for question in asked)
    assert any("狠抓水环境治理" in question for question in asked)
