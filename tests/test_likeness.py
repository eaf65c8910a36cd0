import pytest

from chat_app.likeness import WordVectors
from indexer.encoders import load_encoder
from indexer.knowledge import Match


@pytest.fixture(scope="module")
def vectors():
    return WordVectors(load_encoder())


def likeness(vectors, asked, text, matches=(), weights=None):
    (found,) = vectors.likenesses(asked, weights or {}, [text], matches)
    return found


def test_words_that_stand_there_are_as_like_as_can_be(vectors):
    assert likeness(vectors, ["企业", "整治"], "低效企业整治77家") == likeness(vectors, ["企业"], "企业")


def test_kindred_words_are_more_like_than_strange_ones(vectors):
    near = likeness(vectors, ["医院"], "卫校和诊所建成").weakest
    far = likeness(vectors, ["医院"], "早稻播种完成").weakest
    assert 1 > near > far


def test_the_weakest_word_is_told_and_weights_count(vectors):
    found = likeness(vectors, ["企业", "恐龙"], "企业整治")
    assert found.weakest < 0.6
    assert likeness(vectors, ["企业", "恐龙"], "企业整治", weights={"企业": 9.0, "恐龙": 1.0}).share > found.share


def test_an_official_word_stands_for_the_everyday_one(vectors):
    matches = [Match("违建", ("违章搭建",))]
    assert likeness(vectors, ["违建"], "拆除违章搭建400余处", matches).weakest == pytest.approx(0.9)


def test_a_figure_is_there_or_is_not(vectors):
    assert likeness(vectors, ["77"], "整治77家").weakest == 1.0
    assert likeness(vectors, ["78"], "整治77家").weakest == 0.0


def test_nothing_asked_or_nothing_said_is_not_alike(vectors):
    assert likeness(vectors, [], "整治").share == 0.0
    assert likeness(vectors, ["企业"], "").share == 0.0
