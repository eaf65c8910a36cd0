import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.decoding import DecodeError, decode

TEXT = "一、工作回顾\n全年完成低效工业企业整治77家，拆除违章搭建400余处。\n"


def decoded_or_refusal(data):
    try:
        return decode(data)
    except DecodeError as refusal:
        return f"refused: {refusal}"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_report_reads_the_same_in_every_encoding(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_one_line_without_any_ascii_is_told_apart(encoding):
    line = "各村整治违章建筑扎实推进，成效明显。"
    assert decode(line.encode(encoding)) == line


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_line_end_becomes_a_newline(end):
    assert decode(f"甲{end}乙".encode()) == "甲\n乙"


def test_text_that_says_nothing_of_its_encoding_keeps_every_other_character():
    assert decode("Ⅴ类㎡ \u3000全角１２".encode()) == "Ⅴ类㎡ \u3000全角１２"


def test_slightly_damaged_utf8_is_read_with_marks_where_characters_are_lost():
    damaged = (TEXT * 100).encode()[:-2] + b"\n"
    assert decode(damaged).count("\ufffd") == 1


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b" \n\t\r\n"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(DecodeError, match="empty; put"):
        decode(data)


@pytest.mark.parametrize("text", ["\u3000\u3000\n", "\ufeff\n", "——！！\n", "\u200b"])
def test_a_file_without_words_is_refused(text):
    with pytest.raises(DecodeError, match="no words; put"):
        decode(text.encode())


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, b"PK\x03\x04" + b"\x00\xff\x13\x88" * 99]
)
def test_a_binary_file_is_refused_with_the_fix(data):
    with pytest.raises(DecodeError, match=r"not plain text .*; save the report as a \.txt file in UTF-8"):
        decode(data)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_or_a_refusal_of_one_line(data):
    outcome = decoded_or_refusal(data)
    if outcome.startswith("refused"):
        assert "\n" not in outcome
    else:
        assert any(c.isalnum() for c in outcome)
        assert not {"\x00", "\r"} & set(outcome)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufffd"), min_size=1))
def test_any_utf8_text_with_words_comes_back_whole(text):
    text = f"字{text}".replace("\u2028", "").replace("\u2029", "")
    assert decode(text.encode()) == text


def test_characters_lost_before_are_not_made_up():
    text = f"{'完成低效工业企业整治77家。' * 20}\ufffd"
    assert decode(text.encode()) == text
    with pytest.raises(DecodeError, match="not plain text"):
        decode("字\ufffd字\ufffd".encode())  # 瀛楋拷 as GB18030
