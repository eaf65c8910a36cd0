from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.lexicon import normalise, tokenize, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＰＰ", "app"),
        ("Ⅴ类水体", "v类水体"),
        ("4164㎡", "4164m2"),
        ("臺灣農村電商發展", "台湾农村电商发展"),
        ("乾隆年間", "乾隆年间"),
        ("", ""),
    ],
)
def test_normalise_maps_width_case_and_script(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_normalise_takes_any_text_and_is_stable(text: str) -> None:
    once = normalise(text)
    assert unicodedata.is_normalized("NFKC", unicodedata.normalize("NFKC", text))
    assert isinstance(once, str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值68.48亿元", ["产", "值", "产值", "68.48", "亿", "元", "亿元"]),
        ("解放街G-05地块", ["解", "放", "街", "解放", "放街", "g-05", "地", "块", "地块"]),
        ("反诈APP", ["反", "诈", "反诈", "app"]),
        ("13,502人", ["13502", "人"]),
        ("1、2,3", ["1", "2", "3"]),
        ("PM2.5下降17.7%。", ["pm2.5", "下", "降", "下降", "17.7"]),
        ("５Ｇ", ["5", "g"]),
        ("“1+4+2”", ["1", "4", "2"]),
        ("2018-2022年", ["2018", "2022", "年"]),
        ("。！？、《》…—", []),
        ("", []),
    ],
)
def test_tokenize_gives_characters_pairs_numbers_and_words(text: str, expected: list[str]) -> None:
    assert tokenize(text) == expected


def test_traditional_and_simplified_text_have_the_same_tokens() -> None:
    assert tokenize("農村電商發展") == tokenize("农村电商发展")


@given(st.text())
def test_tokens_are_never_empty_and_hold_no_white_space(text: str) -> None:
    assert all(token and not any(c.isspace() for c in token) for token in tokenize(text))


def test_words_are_segmented_with_numbers_and_latin_words_whole() -> None:
    assert words("完成低效工业企业整治77家,工业产值68.48亿元") == [
        "完成", "低效", "工业", "企业", "整治", "77", "家", "工业产值", "68.48", "亿元",
    ]  # fmt: skip


@given(st.text())
def test_words_hold_every_character_that_tokens_hold(text: str) -> None:
    assert set("".join(words(text))) == set("".join(tokenize(text)))
