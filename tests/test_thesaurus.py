import pytest

from indexer.__main__ import main
from indexer.knowledge import SHIPPED, Thesaurus, ThesaurusError, read_thesaurus
from indexer.lexicon import normalise


def written(tmp_path, text):
    path = tmp_path / "thesaurus.txt"
    path.write_text(text, encoding="utf-8")
    return path


def found(thesaurus, text):
    return [(match.word, match.official) for match in thesaurus.find(normalise(text))]


def test_each_sign_has_its_meaning(tmp_path):
    read = read_thesaurus(
        written(tmp_path, "[水]\n# 注\n臭水沟、黑水沟 → 黑臭水体、劣Ⅴ类水体\n固投 = 固定资产投资\n三农 ⊃ 农业、农村\n")
    )
    assert read.entries["臭水沟"] == read.entries["黑水沟"] == ("黑臭水体", "劣v类水体")
    assert read.entries["固投"] == ("固定资产投资",)
    assert read.entries["固定资产投资"] == ("固投",)
    assert read.entries["三农"] == ("农业", "农村")
    assert "黑臭水体" not in read.entries


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("臭水沟 黑臭水体", "line 1: .*has no sign"),
        ("臭水沟 → 黑臭水体 → 水体", "line 1: .*twice"),
        ("沟 → 黑臭水体", "line 1: '沟' is too short"),
        ("[水]\n臭水沟 → 甲乙\n臭水沟 → 丙丁", "line 3: 臭水沟 stands on the left of line 2 too"),
        ("甲乙 → \n丙丁 ", "line 1: .*; line 2: "),
    ],
)
def test_a_line_that_is_no_entry_is_told(tmp_path, text, said):
    with pytest.raises(ThesaurusError, match=said):
        read_thesaurus(written(tmp_path, text))


def test_words_are_found_whole_and_the_longest_wins():
    thesaurus = Thesaurus(
        {"高速": ("高速公路",), "违建": ("违章搭建",), "拆违建": ("拆除违章搭建",), "看病报销": ("医疗保险",)}
    )
    assert found(thesaurus, "去年拆违建拆了多少") == [("拆违建", ("拆除违章搭建",))]
    assert found(thesaurus, "我想问看病报销的事") == [("看病报销", ("医疗保险",))]
    assert found(thesaurus, "經濟高速增长") in ([("高速", ("高速公路",))], [])
    assert found(thesaurus, "没有什么") == []


def test_only_what_the_reports_say_is_kept_and_it_round_trips():
    kept = Thesaurus({"臭水沟": ("黑臭水体", "劣v类水体"), "违建": ("违章搭建",)}).restricted_to(["9处劣Ⅴ类水体"])
    assert kept == Thesaurus({"臭水沟": ("劣v类水体",)})
    assert Thesaurus.from_bytes(kept.to_bytes()) == kept
    with pytest.raises(ThesaurusError, match="cannot be read"):
        Thesaurus.from_bytes(b"[]")


def test_the_shipped_thesaurus_is_sound_and_large(capsys):
    assert main(["thesaurus"]) == 0
    lines = [line for line in SHIPPED.read_text(encoding="utf-8").splitlines() if line and line[0] not in "#["]
    assert len(lines) >= 3000


def test_the_command_names_every_fault(tmp_path, capsys):
    assert main(["thesaurus", str(written(tmp_path, "甲 → 乙丙\n丁戊\n"))]) == 2
    err = capsys.readouterr().err
    assert "line 1: " in err
    assert "line 2: " in err
    assert main(["thesaurus", str(tmp_path / "none.txt")]) == 1
