"""Files that are no report, met by the build command: a reason each, no traceback, the rest indexed."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.__main__ import main
from indexer.bundle import IndexBundle

BAD = {
    "empty": b"",
    "white space": b" \n\t\n",
    "binary": bytes(range(256)) * 40,
    "zeros": bytes(5000),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    "punctuation only": "。。。\n……\n".encode(),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_a_reason_and_the_rest_indexed(
    reports: Path, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "bad.txt").write_bytes(content)
    status = main(["build", str(reports), "--out", str(tmp_path / "i")])
    err = capsys.readouterr().err
    if content == BAD["punctuation only"]:
        assert status in (0, 1)
    else:
        assert status == 1
        assert err.startswith(f"refused: {reports / 'bad.txt'}: ")
        assert err.count("\n") == 1
    assert {"hill", "river-2022"} <= {report.id for report in IndexBundle.verify(tmp_path / "i").reports}


@pytest.mark.parametrize("content", list(BAD.values())[:-1], ids=list(BAD)[:-1])
def test_a_bad_file_alone_leaves_the_index_as_it_was(
    index: Path, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    before = IndexBundle.load(index).digest
    (tmp_path / "bad.txt").write_bytes(content)
    assert main(["build", str(tmp_path / "bad.txt"), "--out", str(index)]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert IndexBundle.load(index).digest == before


@pytest.mark.parametrize("sources", [b"[[report]", b"\xff\xfe\xfa", b'[[report]]\nfile = "river.txt"\ntytle = "x"\n'])
def test_a_broken_sources_file_is_told(
    reports: Path, tmp_path: Path, sources: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "sources.toml").write_bytes(sources)
    assert main(["build", str(reports), "--out", str(tmp_path / "i")]) == 2
    err = capsys.readouterr().err
    assert "sources.toml: " in err
    assert "Traceback" not in err


def test_one_report_in_gb18030_and_one_with_a_mark_are_read(reports: Path, tmp_path: Path) -> None:
    (reports / "gb.txt").write_bytes("南湖区新建幼儿园3所。".encode("gb18030"))
    (reports / "mark.txt").write_bytes("\ufeff北城区新建公园2个。\r\n".encode())
    assert main(["build", str(reports), "--out", str(tmp_path / "i")]) == 0
    texts = [passage.text for passage in IndexBundle.verify(tmp_path / "i").passages]
    assert {"南湖区新建幼儿园3所。", "北城区新建公园2个。"} <= set(texts)
