from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.bundle import BundleError, IndexBundle
from indexer.corpus import Passage, Period, Report, Scope, Section
from indexer.encoders import Encoder
from indexer.generations import POINTER
from indexer.invariants import flaws
from indexer.keywords import KeywordIndex
from indexer.records import RecordError, dump_passages, dump_reports, load_passages, load_reports
from indexer.vectors import VectorIndex

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
years = st.none() | st.integers(1949, 2100)
periods = st.builds(Period, st.none() | st.sampled_from(Scope), years, years)
sections = st.builds(
    Section,
    *[st.integers(0, 99)] * 2,
    texts,
    *[st.integers(0, 99)] * 3,
    st.none() | st.integers(0, 9),
    periods,
    st.booleans(),
)
reports_ = st.builds(
    Report,
    texts,
    texts,
    title=texts,
    year=years,
    examples=st.lists(texts, max_size=2).map(tuple),
    sections=st.lists(sections, max_size=3).map(tuple),
)
passages_ = st.builds(
    lambda text, start, period: Passage("r", start, start + len(text), text, 3, ("一、", text), 4, period),
    texts, st.integers(0, 99), periods,
)  # fmt: skip


@given(st.lists(reports_, max_size=3))
def test_reports_survive_a_round_trip(reports: list[Report]) -> None:
    assert load_reports(dump_reports(reports)) == tuple(reports)


@given(st.lists(passages_, max_size=3))
def test_passages_survive_a_round_trip(passages: list[Passage]) -> None:
    assert load_passages(dump_passages(passages)) == tuple(passages)


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"{", b"\xff", b'{"path": [], "period": {"scope": "later"}}', b'{"path": []}']
)
def test_lines_that_are_no_record_are_refused(line: bytes) -> None:
    with pytest.raises(RecordError, match="not the record"):
        load_passages(line)


def test_a_bundle_is_loaded_as_it_was_saved(bundle: IndexBundle, tmp_path: Path) -> None:
    saved = bundle.save(tmp_path / "copy")
    loaded = IndexBundle.load(tmp_path / "copy")
    assert loaded.reports == bundle.reports
    assert loaded.passages == bundle.passages
    assert loaded.vectors.to_bytes() == bundle.vectors.to_bytes()
    assert loaded.keywords.to_bytes() == bundle.keywords.to_bytes()
    assert loaded.digest == saved.digest == bundle.digest
    assert loaded.degraded is None


def test_the_digest_is_that_of_the_manifest_and_names_the_generation(bundle: IndexBundle, index: Path) -> None:
    name = bundle.digest.removeprefix("sha256:")
    assert (index / POINTER).read_text() == f"{name}\n"
    assert {path.name for path in (index / "generations" / name).iterdir()} == {
        "manifest.json", "reports.jsonl", "passages.jsonl", "vectors.faiss", "keywords.npz", "thesaurus.json",
        "expected.jsonl", "expected.faiss", "expected.npz",
            "vocabulary.json",
    }  # fmt: skip


def test_a_bundle_that_was_never_saved_has_no_digest(bundle: IndexBundle) -> None:
    assert replace(bundle, digest="").report("river-2022").year == 2022


def test_an_unknown_report_is_named_with_those_there_are(bundle: IndexBundle) -> None:
    with pytest.raises(BundleError, match="no report 'x' in this index; it holds hill, river-2022"):
        bundle.report("x")


def test_passages_vectors_and_keywords_must_be_equally_many(bundle: IndexBundle) -> None:
    with pytest.raises(BundleError, match=r"passages, .* vectors, 1 keyword rows do not fit together"):
        replace(bundle, keywords=KeywordIndex.build([["a"]]))


def test_vectors_must_have_the_embedders_dimension(bundle: IndexBundle) -> None:
    vectors = VectorIndex.build(np.eye(len(bundle.passages), dtype=np.float32))
    with pytest.raises(BundleError, match="but hash gives 32"):
        replace(bundle, vectors=vectors)


@pytest.mark.parametrize(("name", "dimension"), [("other", 32), ("hash", 16), ("other", 16)])
def test_another_embedder_is_refused_and_both_are_named(
    bundle: IndexBundle, make_embedder: Callable[..., Encoder], name: str, dimension: int
) -> None:
    with pytest.raises(
        BundleError, match=rf"hash \(32 numbers.* not with {name} \({dimension} .*python -m indexer build"
    ):
        bundle.check_embedder(make_embedder(name, dimension))


def test_the_embedder_that_made_a_bundle_is_accepted(bundle: IndexBundle, embedder: Encoder) -> None:
    bundle.check_embedder(embedder)


def test_no_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"nowhere: no index here; build one with `python -m indexer build --out"):
        IndexBundle.load(tmp_path / "nowhere")


def test_another_format_is_refused_with_the_command_to_rebuild(index: Path) -> None:
    (home,) = (index / "generations").iterdir()
    manifest = json.loads((home / "manifest.json").read_text())
    rewrite_manifest(index, home, {**manifest, "format": 0})
    with pytest.raises(BundleError, match=r"index format 0, but this program reads format 3; rebuild with `python"):
        IndexBundle.load(index)


def test_a_manifest_that_names_too_few_files_is_refused(index: Path) -> None:
    (home,) = (index / "generations").iterdir()
    manifest = json.loads((home / "manifest.json").read_text())
    del manifest["files"]["keywords.npz"]
    rewrite_manifest(index, home, manifest)
    with pytest.raises(BundleError, match=r"cannot be read \('keywords.npz'\); rebuild with"):
        IndexBundle.load(index)


def rewrite_manifest(index: Path, home: Path, manifest: dict[str, object]) -> None:
    """Change the manifest and make names and pointer fit, as another version of this program would."""
    data = json.dumps(manifest).encode()
    name = hashlib.sha256(data).hexdigest()
    (home / "manifest.json").write_bytes(data)
    home.rename(home.parent / name)
    (index / POINTER).write_text(name)


def test_the_generation_before_is_kept_and_older_ones_go(bundle: IndexBundle, tmp_path: Path) -> None:
    digests = [replace(bundle, recipe={"run": run}).save(tmp_path / "i").digest for run in range(4)]
    kept = {f"sha256:{path.name}" for path in (tmp_path / "i" / "generations").iterdir()}
    assert kept == set(digests[-2:])
    assert IndexBundle.load(tmp_path / "i").digest == digests[-1]


def test_saving_the_same_again_keeps_the_generation_before(bundle: IndexBundle, tmp_path: Path) -> None:
    first, second = (replace(bundle, recipe={"run": run}) for run in (1, 2))
    for each in (first, second, second):
        digest = each.save(tmp_path / "i").digest
    assert len(list((tmp_path / "i" / "generations").iterdir())) == 2
    assert IndexBundle.load(tmp_path / "i").digest == digest


def test_a_reader_sees_the_old_or_the_new_while_builds_go_on(bundle: IndexBundle, tmp_path: Path) -> None:
    folder = tmp_path / "i"
    versions = [replace(bundle, recipe={"run": run}) for run in range(25)]
    written = [versions[0].save(folder).digest]
    writer = threading.Thread(target=lambda: [written.append(version.save(folder).digest) for version in versions[1:]])
    writer.start()
    seen = []
    while writer.is_alive():
        seen.append(IndexBundle.load(folder))
    writer.join()
    assert {each.digest for each in seen} <= set(written)
    assert len(set(written)) == len(versions)


def test_a_sound_corpus_has_no_flaws(bundle: IndexBundle) -> None:
    assert list(flaws(bundle.reports, bundle.passages)) == []


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"report": "x"}, "no report 'x'"),
        ({"start": 1, "end": 2, "text": "年"}, "its text is not the report's"),
        ({"section": 99}, "its section does not exist"),
        ({"path": ("别处",)}, "its path is not its section's"),
        ({"section": None, "path": ("别处",)}, "has a path but no section"),
        ({"section": 0}, "is not inside its section|its path is not its section's"),
    ],
)
def test_a_passage_that_contradicts_its_report_is_found(
    bundle: IndexBundle, change: dict[str, object], flaw: str
) -> None:
    row = len(bundle.passages) - 1
    passages = (*bundle.passages[:-1], replace(bundle.passages[row], **change))
    assert re.search(flaw, next(flaws(bundle.reports, passages)))


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"index": 7}, "bears the number 7"),
        ({"end": 10_000}, "its offsets do not fit"),
        ({"body": 0, "start": 0}, "its offsets do not fit"),
        ({"parent": 5}, "is not inside its parent"),
    ],
)
def test_a_section_out_of_place_is_found(bundle: IndexBundle, change: dict[str, object], flaw: str) -> None:
    report = bundle.report("river-2022")
    broken = (*report.sections[:1], replace(report.sections[1], **change), *report.sections[2:])
    assert any(flaw in found for found in flaws([replace(report, sections=broken)], ()))


def test_two_reports_of_one_id_and_overlapping_passages_are_found(bundle: IndexBundle) -> None:
    twice = (bundle.reports[0], bundle.reports[0])
    passage = next(p for p in bundle.passages if p.report == bundle.reports[0].id)
    found = list(flaws(twice, (passage, passage)))
    assert found == ["two reports have one id", f"passage 0 of {passage.report}: runs into the next"]


def test_verify_names_the_first_contradiction(bundle: IndexBundle, tmp_path: Path) -> None:
    wrong = replace(bundle.passages[0], path=("别处",))
    replace(bundle, passages=(wrong, *bundle.passages[1:])).save(tmp_path / "i")
    assert IndexBundle.load(tmp_path / "i").passages[0] == wrong
    with pytest.raises(BundleError, match=r"passage 0 of \S+: .*; rebuild with `python -m indexer build --out"):
        IndexBundle.verify(tmp_path / "i")


def test_a_generation_is_had_by_its_digest_until_builds_have_replaced_it(bundle: IndexBundle, tmp_path: Path) -> None:
    saved = [replace(bundle, recipe={"build": number}).save(tmp_path / "copy") for number in range(3)]
    digests = [one.digest for one in saved]
    assert [IndexBundle.load(tmp_path / "copy", digest).digest for digest in digests[1:]] == digests[1:]
    with pytest.raises(BundleError, match=f"generation {digests[0][7:19]} is gone"):
        IndexBundle.load(tmp_path / "copy", digests[0])
