import pytest
from pypinyin import Style, pinyin

from indexer.knowledge.sounds import SoundsError, load_lookalikes, load_sounds

SOUNDS = load_sounds()


def test_every_usual_reading_is_one_that_pypinyin_has():
    chars = list(SOUNDS.readings)
    known = [pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False)[0] for char in chars]
    assert [c for c, readings in zip(chars, known, strict=True) if SOUNDS.readings[c][0] not in readings] == []
    assert len(chars) > 5000


@pytest.mark.parametrize(
    ("one", "other"),
    [("整治", "整制"), ("永方", "永芳"), ("智能", "自能"), ("难处", "蓝处"), ("隐患", "引患"), ("清理", "琴里")],
)
def test_what_sounds_alike_in_local_speech_has_one_code(one, other):
    assert SOUNDS.code(one) == SOUNDS.code(other)


@pytest.mark.parametrize(("one", "other"), [("西城", "东城"), ("花川", "花街"), ("潜村", "前丘")])
def test_other_names_sound_otherwise(one, other):
    assert SOUNDS.code(one) != SOUNDS.code(other)


def test_a_character_of_two_readings_is_found_by_either():
    assert SOUNDS.code("银航") in set(SOUNDS.spoken("银行"))
    assert SOUNDS.same("行", "航")


def test_lookalikes_work_both_ways():
    alike = load_lookalikes()
    assert "捡" in alike["检"]
    assert all(char in alike[other] for char, others in alike.items() for other in others)


@pytest.mark.parametrize("line", ["zheng", "ZHENG 整", "zheng 整 治"])
def test_a_line_that_is_no_reading_is_named(tmp_path, line):
    (tmp_path / "sounds.txt").write_text(f"# note\n{line}\n", encoding="utf-8")
    with pytest.raises(SoundsError, match="line 2"):
        load_sounds(tmp_path / "sounds.txt")


@pytest.mark.parametrize("line", ["己", "己己", "己 已"])
def test_a_line_that_is_no_set_of_lookalikes_is_named(tmp_path, line):
    (tmp_path / "lookalikes.txt").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(SoundsError, match="line 1"):
        load_lookalikes(tmp_path / "lookalikes.txt")


def test_two_usual_readings_of_one_character_are_refused(tmp_path):
    (tmp_path / "sounds.txt").write_text("hang 行\nxing 行\n", encoding="utf-8")
    with pytest.raises(SoundsError, match="two usual readings"):
        load_sounds(tmp_path / "sounds.txt")
