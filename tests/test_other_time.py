import pytest

from chat_app.answers import Question
from chat_app.findings import read_parts
from chat_app.other_time import other_time
from chat_app.questions import read_question
from indexer.corpus import Period, Report, Scope, Section
from tests.test_premises import evidence

YEARS = [
    Section(0, 0, "2022年工作", 0, 1, 2, None, Period(Scope.DONE, 2022)),
    Section(1, 0, "2023年计划", 2, 3, 4, None, Period(Scope.PLANNED, 2023)),
]


def found(question, *, text="建设竹溪大桥。", scope=Scope.PLANNED, year=2023, score=0.9, kept=0.6):
    from dataclasses import replace

    (item,), (other,) = evidence(text, scope=scope), evidence("别的事。")
    best = replace(item, score=score, period=Period(scope, year))
    beside = replace(other, score=kept, period=Period(Scope.DONE, 2022), passage=99)
    asked = read_question(Question(question), [Report("r", "……", sections=tuple(YEARS))])
    return other_time(asked, [best, beside], [beside])


@pytest.mark.parametrize("question", ["竹溪大桥2022年建好了吧?", "竹溪大桥2022年就通车了,怎么还堵?"])
def test_what_is_only_planned_has_not_happened(question):
    shifted = found(question)
    decision = shifted.decision(read_parts([shifted.evidence])[0])
    assert (decision.verdict, decision.opening) == ("no", "还没有：")
    assert decision.notes == ("报告把它列为2023年计划。",)


def test_what_is_done_is_not_to_come():
    shifted = found("竹溪大桥要等2023年才建吗?", text="竹溪大桥通车。", scope=Scope.DONE, year=2022)
    decision = shifted.decision(read_parts([shifted.evidence])[0])
    assert (decision.verdict, decision.notes) == ("no", ("报告把它列为2022年完成的工作。",))


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("竹溪大桥2022年投了多少钱?", {}),  # asks, and takes nothing for granted
        ("竹溪大桥2021年建好了吧?", {}),  # of the year before, the report says nothing
        ("竹溪大桥2022年建好了吧?", {"score": 0.4, "kept": 0.1}),  # hardly the same matter
        ("竹溪大桥2022年建好了吧?", {"kept": 0.9}),  # the year asked for has as good a passage
    ],
)
def test_nothing_is_put_right_where_it_is_not_sure(question, more):
    assert found(question, **more) is None
