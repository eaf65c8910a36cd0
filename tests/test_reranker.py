import pytest

from chat_app.answers import Question
from chat_app.likeness import Likeness
from chat_app.questions import read_question
from chat_app.reranker import Asked, Candidate, Features, features, score
from indexer.corpus import Passage, Period, Scope
from indexer.knowledge import Match

NOTHING = Features(*(0.0 for _ in Features._fields))


def passage(text, *path, scope=Scope.DONE, year=2022):
    return Passage("r", 0, len(text), text, None, path, 0, Period(scope, year))


def read(question, text, *path, matches=(), **more):
    query = read_question(Question(question), [])
    weights = dict.fromkeys(query.tokens, 1.0)
    candidate = Candidate.of(passage(text, *path, **more))
    return features(Asked(query, weights, matches, {}), candidate, 0.5, 0.25, Likeness(0.0, 0.0))


def test_the_score_is_the_weighted_sum():
    weights = NOTHING._replace(keyword=2.0, year=3.0)
    assert score(NOTHING._replace(keyword=0.5, year=1.0, run=9.0), weights) == 4.0


def test_a_figure_in_the_unit_asked_for_is_seen():
    assert read("关停了多少家企业", "关停企业27家").figure == 1.0
    assert read("关停了多少家企业", "关停企业,新增绿地27亩").figure == 0.0
    assert read("关停了多少家企业", "关停污染企业").no_figure == 1.0
    assert read("怎么关停企业", "关停企业27家").figure == 0.0


@pytest.mark.parametrize(
    ("question", "with_it", "without"),
    [
        ("在哪里建书屋", "在花川村建书屋", "建好书屋"),
        ("什么时候建公园", "6月建成公园", "建好公园"),
        ("有哪些公园", "建成甲、乙、丙公园", "建好公园"),
    ],
)
def test_the_kind_of_answer_wanted_is_seen(question, with_it, without):
    assert (read(question, with_it).kind, read(question, without).kind) == (1.0, 0.0)


def test_official_words_count_for_everyday_ones():
    matches = [Match("违建", ("违章搭建", "违法建筑")), Match("臭水沟", ("黑臭水体",))]
    assert read("违建和臭水沟", "拆除违章搭建400余处", matches=matches).thesaurus == 0.5


def test_words_and_runs_in_common_are_measured():
    same, other = read("农家书屋", "建成36个农家书屋"), read("农家书屋", "建成养老院")
    assert (same.coverage, same.pairs) == (1.0, 1.0)
    assert same.run == 4 / 14
    assert (other.coverage, other.run) == (0.0, 0.0)
    assert read("农家书屋", "建成36个", "文化", "农家书屋").heading == 1.0


def test_time_and_scope_are_seen():
    assert read("2023年打算做什么", "推进改造", scope=Scope.PLANNED, year=2023).scope == 1.0
    assert read("2023年打算做什么", "推进改造", scope=Scope.DONE, year=2022).year == 0.0


def test_every_feature_is_finite_on_an_empty_question():
    found = features(
        Asked(read_question(Question("吗"), []), {}, [], {}),
        Candidate.of(passage("完成")),
        0.0,
        0.0,
        Likeness(0.0, 0.0),
    )
    assert all(abs(value) <= 1 for value in found)
