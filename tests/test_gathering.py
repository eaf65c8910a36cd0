"""Several things asked for that no one list has: what else was found is quoted beside the best."""

import pytest

from chat_app import confidence
from chat_app.answers import Question
from chat_app.assistant import Assistant
from chat_app.gathering import gather, wants_several
from tests.towns import assistant_of

REPORT = """2021年工作回顾
2021年是不易的一年。
一、平安建设
综合治理更有力。开展燃气安全排查整治,消除安全隐患126处。组织消防安全演练24场,更换老化燃气管道3公里。
二、民生事业
社会保障更扎实。为独居老人安装燃气安全报警器320只。全镇新建公厕6座。发放高龄津贴96万元。
三、环境整治
生态环境更优美。成功创建大石、溪口、后坞等“无废村”3个。清理河道淤泥2万立方米。
2022年工作计划
一、平安建设
完成老旧小区燃气安全改造500户。
"""
GAS = "燃气安全这一块,报告里都写了些啥?"


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Assistant:
    return assistant_of(tmp_path_factory.mktemp("town"), REPORT)


def test_what_stands_in_several_sections_is_quoted_together(town):
    text = town.answer(Question(GAS)).text
    for said in ("排查整治", "报警器320只", "燃气安全改造500户"):
        assert said in text
    assert "淤泥" not in text
    assert len(text) <= 300


def test_a_sentence_that_shares_only_the_time_is_not_quoted_beside_others(town):
    text = town.answer(Question("燃气安全这一年都有哪些变化?")).text
    assert "燃气安全排查整治" in text
    assert "不易" not in text


def test_sentences_of_one_time_stand_together_and_say_so_once(town):
    text = town.answer(Question(GAS)).text
    assert text.count("2021年已完成：") == 1
    assert text.count("2022年计划：") == 1


def test_a_list_that_has_what_is_asked_for_is_enough(town):
    answer = town.answer(Question("“无废村”有哪些?"))
    assert answer.short == "大石、溪口、后坞"
    assert len(answer.statements) == 1


def test_nothing_is_added_to_what_wants_one_answer(town):
    query = town.read(Question("发放高龄津贴多少钱?"))
    evidence = town.retriever.find_evidence(query)
    extracts = town.extractor.extract(query, evidence)
    assert not wants_several(query, extracts[0])
    assert gather(query, extracts, evidence, town.extractor._reader) == extracts


def test_of_nothing_nothing_is_gathered(town):
    assert gather(town.read(Question(GAS)), [], [], town.extractor._reader) == []


def test_less_is_wanted_of_an_overview_than_of_a_figure(town):
    overview, figure = town.read(Question(GAS)), town.read(Question("发放高龄津贴多少钱?"))
    assert 0 < confidence.threshold(overview) < confidence.threshold(figure) == confidence.THRESHOLD
