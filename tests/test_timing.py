import pytest

from chat_app.answers import Question
from chat_app.questions import read_question
from chat_app.timing import report_years, scope_fit, year_fit
from indexer.bundle import IndexBundle
from indexer.corpus import Passage, Period, Scope

GIVEN = {"a": 2016, "b": 2018}


def asked(text):
    return read_question(Question(text), [])


def passage(year, first=None, scope=Scope.DONE, report="a", text="完成一批项目"):
    return Passage(report, 0, len(text), text, None, (), 0, Period(scope, year, first))


@pytest.mark.parametrize(
    ("question", "of", "fit"),
    [
        ("2015年新开多少公司", passage(2015), 1.0),
        ("2015年新开多少公司", passage(2014), 0.0),
        ("2015年新开多少公司", passage(2017, 2013), 0.5),
        ("2015年新开多少公司", passage(None), 0.4),
        ("2015年新开多少公司", passage(2014, text="比2015年少"), 1.0),
        ("新开多少公司", passage(2014), 1.0),
        ("2014年和2015年比", passage(2014), 1.0),
        ("十二五期间建了多少", passage(2015, 2011), 1.0),
        ("十二五期间建了多少", passage(2017, 2013), 0.5),
        ("2016年报告里怎么说", passage(2015), 1.0),
        ("2016年政府工作报告里怎么说", passage(2016, report="b"), 0.0),
    ],
)
def test_a_passage_fits_the_year_asked_for(question, of, fit):
    assert year_fit(asked(question), of, GIVEN) == fit


def test_scope_agrees_or_not_or_is_open():
    planned = asked("明年打算建几个公园")
    assert planned.scope is Scope.PLANNED
    assert [scope_fit(planned, passage(2016, scope=s)) for s in (Scope.PLANNED, Scope.DONE, None)] == [1.0, -1.0, 0.0]
    assert scope_fit(asked("公园有几个"), passage(2016)) == 0.0


def test_a_report_was_given_in_the_year_that_it_plans(index):
    assert report_years(IndexBundle.load(index).reports) == {"hill": 2022, "river-2022": 2023}


def test_years_are_read_in_the_ways_people_name_them():
    assert asked("二〇一五年和2013年差多少").years == (2013, 2015)
    assert asked("“十二五”期间").years == (2011, 2012, 2013, 2014, 2015)
    assert asked("2015年的工作报告提到什么").report_year == 2015
    assert asked("2015年提到什么").report_year is None
