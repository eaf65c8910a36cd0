"""Overviews: what stands under the heading asked about, whole where it is short."""

import pytest

from chat_app.answers import Question
from chat_app.assistant import Assistant
from tests.towns import assistant_of

CULTURE = ["送戏下乡36场,惠及村民1.2万人次。", "新建文化礼堂4座。", "镇图书馆全年接待读者3万人次。"]
DEEDS = ["集中力量办好以下民生实事:", "1.扩建镇中心幼儿园,新增学位180个。", "2.新建公厕6座。", "3.开通公交线路2条。"]
PROBLEMS = (
    "\n各位代表!工作中还存在不少问题和不足:一是产业链条不长,精深加工比重不足15%;二是镇区停车难;三是医疗人才短缺。\n"
)
LONG = "全镇完成水库除险加固工程1处,修复水毁堤防2公里,新建提灌站3座,清淤沟渠4公里,改造山塘5口,受益农田600亩。"
REPORT = (
    "2021年工作回顾\n一、民生事业\n文化生活更丰富。"
    + "".join(CULTURE)
    + "\n水利设施更牢固。"
    + LONG * 9
    + "竹溪大桥主体完工。"
    + PROBLEMS
    + "\n2022年工作计划\n一、改善民生\n"
    + "".join(DEEDS)
    + "竹溪大桥6月底前通车。"
    + "\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Assistant:
    return assistant_of(tmp_path_factory.mktemp("town"), REPORT)


@pytest.mark.parametrize("question", ["文化生活这一块怎么样?", "文化生活方面都干了些啥?", "文化生活有什么新进展?"])
def test_a_short_section_is_quoted_whole_sentence_by_sentence(town, question):
    answer = town.answer(Question(question))
    assert [citation.quote for citation in answer.citations] == CULTURE


def test_what_several_parts_say_of_one_thing_is_gathered(town):
    answer = town.answer(Question("竹溪大桥的事,报告前前后后说了啥?"))
    assert "竹溪大桥主体完工" in answer.text
    assert "竹溪大桥6月底前通车" in answer.text
    assert "幼儿园" not in answer.text


def test_of_a_long_section_no_more_is_quoted_than_can_be_read(town):
    answer = town.answer(Question("水利设施这一块怎么样?"))
    assert answer.citations
    assert len(answer.text) <= 300


def test_what_a_sentence_announces_is_quoted_with_it(town):
    answer = town.answer(Question("2022年要集中力量办好哪些民生实事?"))
    assert "扩建镇中心幼儿园" in answer.text
    assert "开通公交线路2条" in answer.text
    assert ":。" not in answer.text


@pytest.mark.parametrize("question", ["唱戏看书这些,2021年有什么起色?", "图书馆和送戏下乡2021年搞得怎么样?"])
def test_a_section_is_found_by_what_stands_in_it(town, question):
    answer = town.answer(Question(question))
    assert [citation.quote for citation in answer.citations] == CULTURE


def test_problems_counted_off_in_one_sentence_are_quoted_to_the_last(town):
    answer = town.answer(Question("现在还存在哪些问题和不足?"))
    assert "产业链条不长" in answer.text
    assert "停车难" in answer.text
    assert "医疗人才短缺" in answer.text


def test_what_an_overview_asks_for_is_not_said_to_be_missing(town):
    answer = town.answer(Question("文化礼堂、图书馆、停车场,2021年有什么起色?"))
    assert answer.verdict is None
    assert "没有说到" not in answer.text
