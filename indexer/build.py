"""Report files → index bundle: the pipeline, one step a line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.bundle import EmbedderFacts, IndexBundle
from indexer.corpus import IndexerError, Passage, Report
from indexer.encoders import Encoder
from indexer.expected import ExpectedQuestion, ExpectedQuestions, read_expected
from indexer.generations import read_current
from indexer.keywords import KeywordIndex
from indexer.knowledge import SHIPPED as THESAURUS
from indexer.knowledge import read_thesaurus
from indexer.lexicon import tokenize
from indexer.passages import split_passages
from indexer.readers import SOURCES, expected_file, read_report, report_files
from indexer.sections import split_sections
from indexer.settings import IndexSettings
from indexer.vectors import VectorIndex
from indexer.vocabulary import EVERYDAY, Vocabulary, everyday_questions

Progress = Callable[[str, int, int], None]
"""Told the step's name, how much of it is done, and how much there is."""
_BATCH = 256


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The saved bundle (None: no usable report, nothing written), and why files were refused, a line each."""

    bundle: IndexBundle | None
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """An accepted file with its report, sections included, the report's passages and its expected questions."""

    path: Path
    report: Report
    passages: tuple[Passage, ...]
    expected: tuple[ExpectedQuestion, ...]


def build_index(
    files: Sequence[Path],
    out: Path,
    embedder: Encoder,
    settings: IndexSettings,
    progress: Progress = lambda _step, _done, _total: None,
) -> BuildResult:
    """Index the reports at ``files`` (folders stand for the reports in them) into ``out``.

    Files that cannot be used are refused, each with its reason; the rest is indexed. Raises BundleError where the
    bundle cannot be written.
    """
    paths, missing = _gather(files)
    sources, refused = _read(paths, progress)
    refusals = (*missing, *refused)
    if not sources:
        return BuildResult(None, refusals)
    reports = tuple(source.report for source in sources)
    passages = tuple(passage for source in sources for passage in source.passages)
    headings = _headings(reports, passages)
    vectors = _embed(passages, headings, embedder, settings.vector_heading_weight, progress)
    keywords = _index_keywords(passages, headings, settings)
    recipe = _recipe([s.path for s in sources], [s.report.digest for s in sources], settings)
    facts = (embedder.name, embedder.dimension, embedder.digest)
    known = read_thesaurus()
    vocabulary = Vocabulary.build((report.text for report in reports), known.words(), everyday_questions())
    thesaurus = known.restricted_to(report.text for report in reports)
    expected = ExpectedQuestions.build([question for source in sources for question in source.expected], embedder)
    index = VectorIndex.build(vectors)
    bundle = IndexBundle(reports, passages, index, keywords, *facts, thesaurus, expected, vocabulary, recipe)
    return BuildResult(bundle.save(out), refusals)


def needs_rebuild(files: Sequence[Path], out: Path, embedder: EmbedderFacts, settings: IndexSettings) -> bool:
    """Tell whether ``build_index`` would give anything but the sound bundle that is in ``out``, refusals included."""
    paths, missing = _gather(files)
    try:
        manifest = read_current(out).manifest
        digests = [f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
        recipe = _recipe(paths, digests, settings)
    except (IndexerError, OSError):  # no sound bundle, or something that the build will complain of
        return True
    made_by = {"name": embedder.name, "dimension": embedder.dimension, "digest": embedder.digest}
    same = manifest["recipe"] == recipe and manifest["embedder"] == made_by
    return bool(missing) or not same


def _gather(files: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Return the files meant, each once and in order, and why folders were refused."""
    paths: dict[Path, Path] = {}
    refusals: list[str] = []
    for file in files:
        try:
            for path in report_files(file) if file.is_dir() else [file]:
                paths.setdefault(path.resolve(), path)
        except IndexerError as error:
            refusals.append(str(error))
    return list(paths.values()), refusals


def _read(paths: Sequence[Path], progress: Progress) -> tuple[list[_Source], list[str]]:
    """Read the reports with their sections and passages; return them, and why others were refused."""
    sources: dict[str, _Source] = {}
    refusals: list[str] = []
    for done, path in enumerate(paths, 1):
        try:
            source = _read_source(path)
            _refuse_twin(source, sources)
            sources[source.report.id] = source
        except IndexerError as error:
            refusals.append(str(error))
        progress("reading", done, len(paths))
    return list(sources.values()), refusals


def _read_source(path: Path) -> _Source:
    report = read_report(path)
    report = replace(report, sections=split_sections(report.text, report.year, report.title))
    passages = split_passages(report)
    if not passages:
        raise IndexerError(f"{path}: no sentence in this file; put the report's text into it")
    expected = expected_file(path)
    return _Source(path, report, passages, read_expected(expected, report) if expected else ())


def _refuse_twin(source: _Source, others: dict[str, _Source]) -> None:
    twin = others.get(source.report.id)
    if twin:
        raise IndexerError(
            f"{source.path}: its id {source.report.id!r} is that of {twin.path}; give it another id in {SOURCES} "
            "in its folder, or rename the file"
        )


def _headings(reports: Iterable[Report], passages: Iterable[Passage]) -> list[str]:
    """Return the innermost heading above each passage; "" where there is none or the passage opens with it."""
    sections = {report.id: report.sections for report in reports}
    headings = []
    for passage in passages:
        section = None if passage.section is None else sections[passage.report][passage.section]
        headings.append("" if section is None or section.start == passage.start else section.heading)
    return headings


def _embed(
    passages: Sequence[Passage], headings: Sequence[str], embedder: Encoder, weight: float, progress: Progress
) -> NDArray[np.float32]:
    """Return a unit row a passage (float32[n, d]): its text's vector, and ``weight`` times its heading's."""
    texts = [passage.text for passage in passages]
    rows = np.empty((len(texts), embedder.dimension), np.float32)
    for start in range(0, len(texts), _BATCH):
        rows[start : start + _BATCH] = embedder.encode(texts[start : start + _BATCH])
        progress("embedding", min(start + _BATCH, len(texts)), len(texts))
    known = {heading: i for i, heading in enumerate(sorted(set(headings) - {""}))}
    if weight and known:
        vectors = embedder.encode(list(known))
        headed = [i for i, heading in enumerate(headings) if heading]
        rows[headed] += np.float32(weight) * vectors[[known[headings[i]] for i in headed]]
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(norms > 0, norms, 1)
    return rows


def _index_keywords(passages: Sequence[Passage], headings: Sequence[str], settings: IndexSettings) -> KeywordIndex:
    return KeywordIndex.build(
        [tokenize(passage.text) for passage in passages],
        [tokenize(heading) for heading in headings],
        heading_weight=settings.keyword_heading_weight,
        k1=settings.bm25_k1,
        b=settings.bm25_b,
    )


def _recipe(paths: Sequence[Path], digests: Sequence[str], settings: IndexSettings) -> dict[str, Any]:
    """Return what a bundle is made from, as JSON: reports, sources.toml and expected questions, settings, program."""
    lists = sorted({path.parent.resolve() / SOURCES for path in paths})
    expected = filter(None, map(expected_file, paths))
    return {
        "reports": [[path.name, digest] for path, digest in zip(paths, digests, strict=True)],
        "sources": [hashlib.sha256(path.read_bytes()).hexdigest() for path in (*lists, *expected) if path.is_file()],
        "settings": asdict(settings),
        "program": _program_digest(),
    }


def _program_digest() -> str:
    """Return the SHA-256 over the package's modules and what they learn from: when they change, a new index is made."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for module in sorted([*package.glob("*.py"), *package.glob("knowledge/*.py"), THESAURUS, EVERYDAY]):
        digest.update(module.name.encode() + b"\0" + hashlib.sha256(module.read_bytes()).digest())
    return digest.hexdigest()
