from dataclasses import replace

import pytest

from chat_app.answers import Question
from chat_app.boundaries import of_the_place, reasons
from chat_app.questions import read_question
from indexer.corpus import Report

RIVER = Report("river", "……", title="云溪镇人民政府工作报告")
TOWN = Report("town", "……", title="宁川区临江街道办事处2023年工作总结")
OLD_TOWN = Report("west", "……", title="2022年工作报告", publisher="永康市西城街道办事处")
STATE = Report("state", "……", title="政府工作报告", publisher="国务院")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云溪去年修了几条路?", {"river"}),
        ("临江街道有几个小区?", {"town"}),
        ("西城的企业整治了多少家?", {"west"}),
        ("云溪和临江哪个修路多?", {"river", "town"}),
        ("去年修了几条路?", {"river", "town", "west", "state"}),
    ],
)
def test_a_place_named_means_its_reports(text, expected):
    assert of_the_place(text, [RIVER, TOWN, OLD_TOWN, STATE]) == expected


def test_reports_of_one_place_are_all_meant():
    later = replace(RIVER, id="river-2023")
    assert of_the_place("云溪修路", [RIVER, later, TOWN]) == {"river", "river-2023"}


def test_a_model_to_be_made_is_no_place():
    assert reasons(read_question(Question("要做“共同富裕示范街道”吗?"), (OLD_TOWN,)), (OLD_TOWN,)) == ()
    assert reasons(read_question(Question("临江街道修路了吗?"), (OLD_TOWN,)), (OLD_TOWN,)) == (
        "报告里没有提到临江街道。",
    )
