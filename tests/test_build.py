from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.build import build_index, needs_rebuild
from indexer.bundle import IndexBundle
from indexer.encoders import Encoder, load_encoder
from indexer.lexicon import tokenize
from indexer.settings import IndexSettings, SettingsError

SEEDS = Path(__file__).parent.parent / "seeds"
DEFAULTS = IndexSettings()


def test_every_part_of_the_bundle_has_the_same_rows(bundle: IndexBundle) -> None:
    assert len(bundle.passages) == len(bundle.vectors) == len(bundle.keywords) > 5
    assert [report.id for report in bundle.reports] == ["hill", "river-2022"]


def test_passage_i_is_vector_i_is_keyword_row_i(bundle: IndexBundle, embedder: Encoder) -> None:
    for row, passage in enumerate(bundle.passages):
        ids, _ = bundle.vectors.search(embedder.encode([passage.text])[0], 2)
        assert row in ids
        assert np.argmax(bundle.keywords.scores(tokenize(passage.text))) == row


def test_a_built_bundle_passes_every_check(index: Path) -> None:
    assert IndexBundle.verify(index).degraded is None


def test_the_shipped_report_and_model_make_a_sound_index(tmp_path: Path) -> None:
    embedder = load_encoder()
    build_index([SEEDS], tmp_path / "i", embedder, DEFAULTS)
    bundle = IndexBundle.verify(tmp_path / "i")
    bundle.check_embedder(embedder)
    ids, _ = bundle.vectors.search(embedder.encode_queries(["拆除了多少违章建筑"])[0], 3)
    assert any("拆除违章搭建400余处" in bundle.passages[i].text for i in ids)


def test_equal_input_gives_an_equal_digest(reports: Path, tmp_path: Path, embedder: Encoder) -> None:
    digests = {build_digest([reports], tmp_path / name, embedder) for name in "ab"}
    assert len(digests) == 1


def build_digest(files: list[Path], out: Path, embedder: Encoder, settings: IndexSettings = DEFAULTS) -> str:
    bundle = build_index(files, out, embedder, settings).bundle
    assert bundle is not None
    return bundle.digest


def test_progress_is_told_step_by_step(reports: Path, tmp_path: Path, embedder: Encoder) -> None:
    told: list[tuple[str, int, int]] = []
    build_index([reports], tmp_path / "i", embedder, DEFAULTS, lambda *step: told.append(step))
    assert told[:2] == [("reading", 1, 2), ("reading", 2, 2)]
    step, done, total = told[-1]
    assert (step, done) == ("embedding", total)


def test_a_file_named_twice_is_indexed_once(reports: Path, tmp_path: Path, embedder: Encoder) -> None:
    result = build_index(
        [reports, reports / "hill.txt", reports / ".." / "reports" / "hill.txt"], tmp_path / "i", embedder, DEFAULTS
    )
    assert result.refusals == ()
    assert result.bundle is not None
    assert len(result.bundle.reports) == 2


def test_a_second_report_of_one_id_is_refused(reports: Path, tmp_path: Path, embedder: Encoder) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "hill.txt").write_text("另一份报告。", encoding="utf-8")
    result = build_index([reports, other], tmp_path / "i", embedder, DEFAULTS)
    (refusal,) = result.refusals
    assert refusal.startswith(
        f"{other / 'hill.txt'}: its id 'hill' is that of {reports / 'hill.txt'}; give it another id"
    )
    assert result.bundle is not None
    assert len(result.bundle.reports) == 2


def test_what_cannot_be_used_is_refused_and_the_rest_indexed(reports: Path, tmp_path: Path, embedder: Encoder) -> None:
    (reports / "empty.txt").write_bytes(b"")
    (reports / "binary.txt").write_bytes(bytes(range(256)) * 20)
    missing, none_in_it = tmp_path / "missing.txt", tmp_path / "none"
    none_in_it.mkdir()
    result = build_index([reports, missing, none_in_it], tmp_path / "i", embedder, DEFAULTS)
    assert {refusal.split(":")[0] for refusal in result.refusals} == {
        str(path) for path in (none_in_it, reports / "binary.txt", reports / "empty.txt", missing)
    }
    assert result.bundle is not None
    assert len(result.bundle.reports) == 2


def test_nothing_usable_leaves_the_index_as_it_was(index: Path, tmp_path: Path, embedder: Encoder) -> None:
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*")}
    result = build_index([tmp_path / "missing.txt"], index, embedder, DEFAULTS)
    assert result.bundle is None
    assert {path: path.stat().st_mtime_ns for path in index.rglob("*")} == before


def test_nothing_usable_makes_no_folder(tmp_path: Path, embedder: Encoder) -> None:
    build_index([tmp_path / "missing"], tmp_path / "i", embedder, DEFAULTS)
    assert not (tmp_path / "i").exists()


def test_a_heading_helps_the_sentences_under_it_to_be_found(reports: Path, tmp_path: Path, embedder: Encoder) -> None:
    with_heading = build_index([reports], tmp_path / "a", embedder, DEFAULTS).bundle
    without = build_index([reports], tmp_path / "b", embedder, replace(DEFAULTS, keyword_heading_weight=0)).bundle
    assert with_heading is not None
    assert without is not None
    row = next(i for i, p in enumerate(without.passages) if p.text.startswith("新增绿地"))
    assert without.keywords.scores(tokenize("水环境"))[row] == 0
    assert with_heading.keywords.scores(tokenize("水环境"))[row] > 0


def test_an_index_just_built_needs_no_rebuild(reports: Path, index: Path, embedder: Encoder) -> None:
    assert not needs_rebuild([reports], index, embedder, DEFAULTS)


@pytest.mark.parametrize(
    "change",
    [
        lambda reports, index: (reports / "hill.txt").write_text("改过的报告。", encoding="utf-8"),
        lambda reports, index: (reports / "sources.toml").write_text("", encoding="utf-8"),
        lambda reports, index: (reports / "sources.toml").unlink(),
        lambda reports, index: (reports / "new.txt").write_text("新的报告。", encoding="utf-8"),
        lambda reports, index: (reports / "hill.txt").unlink(),
        lambda reports, index: (reports / "hill.txt").rename(reports / "mountain.txt"),
        lambda reports, index: (index / "CURRENT").unlink(),
        lambda reports, index: next(index.rglob("vectors.faiss")).write_bytes(b""),
    ],
    ids=["text", "sources", "no sources", "new file", "file gone", "renamed", "no pointer", "damage"],
)
def test_a_change_needs_a_rebuild(
    reports: Path, index: Path, embedder: Encoder, change: Callable[[Path, Path], object]
) -> None:
    change(reports, index)
    assert needs_rebuild([reports], index, embedder, DEFAULTS)


def test_another_embedder_or_setting_needs_a_rebuild(
    reports: Path, index: Path, embedder: Encoder, make_embedder: Callable[..., Encoder]
) -> None:
    assert needs_rebuild([reports], index, make_embedder("other"), DEFAULTS)
    assert needs_rebuild([reports], index, embedder, IndexSettings(bm25_b=0.5))


def test_a_refused_file_needs_a_rebuild_so_that_its_reason_is_told(
    reports: Path, tmp_path: Path, embedder: Encoder
) -> None:
    (reports / "empty.txt").write_bytes(b"")
    build_index([reports], tmp_path / "i", embedder, DEFAULTS)
    assert needs_rebuild([reports], tmp_path / "i", embedder, DEFAULTS)
    assert needs_rebuild([reports, tmp_path / "missing"], tmp_path / "i", embedder, DEFAULTS)


@pytest.mark.parametrize("values", [{"bm25_b": 1.5}, {"bm25_k1": -1}, {"keyword_heading_weight": float("nan")}])
def test_settings_outside_their_range_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match=f"{next(iter(values))} is .*; set it between"):
        IndexSettings(**values)
