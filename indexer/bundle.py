"""The index bundle: reports, passages, vectors and keywords that belong together, on disk and in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, Self

from indexer.corpus import IndexerError, Passage, Report
from indexer.expected import ExpectedQuestions
from indexer.generations import BundleError, Generation, read_current, read_generation, read_named, write_generation
from indexer.invariants import flaws
from indexer.keywords import KeywordIndex
from indexer.knowledge import Thesaurus
from indexer.records import dump_passages, dump_reports, load_passages, load_reports
from indexer.vectors import VectorIndex
from indexer.vocabulary import Vocabulary

__all__ = ["BundleError", "EmbedderFacts", "IndexBundle"]


class EmbedderFacts(Protocol):
    """What tells one embedder from another; every embedder has these."""

    @property
    def name(self) -> str:
        """The name it was loaded by."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    @property
    def digest(self) -> str:
        """The digest of the model."""


@dataclass(frozen=True, slots=True, eq=False)
class IndexBundle:
    """An index: passage ``i`` is vector ``i`` is keyword row ``i``.

    ``thesaurus`` holds the everyday words whose official ones the reports use, ``vocabulary`` the words that
    questions are made of, ``expected`` what staff expect to be asked. ``recipe`` says what it was made from
    (sources, settings, program), as plain JSON. ``digest`` is ``sha256:`` and the SHA-256 of the manifest on disk, ""
    for a bundle that was never saved. ``degraded`` says why an older generation than the current one was loaded; None
    where all is well. Raises BundleError for parts that do not fit together.
    """

    reports: tuple[Report, ...]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    keywords: KeywordIndex
    embedder_name: str
    embedder_dimension: int
    embedder_digest: str
    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    expected: ExpectedQuestions = field(default_factory=ExpectedQuestions)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    recipe: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    degraded: str | None = None

    def __post_init__(self) -> None:
        rows = {"passages": len(self.passages), "vectors": len(self.vectors), "keyword rows": len(self.keywords)}
        if len(set(rows.values())) != 1:
            counts = ", ".join(f"{count} {name}" for name, count in rows.items())
            raise BundleError(f"index: {counts} do not fit together; rebuild it with `python -m indexer build`")
        if self.vectors.dimension != self.embedder_dimension:
            raise BundleError(
                f"index: vectors of {self.vectors.dimension} numbers, but {self.embedder_name} gives "
                f"{self.embedder_dimension}; rebuild it with `python -m indexer build`"
            )

    def report(self, report_id: str) -> Report:
        """Return the report of that id; raises BundleError where the index holds none."""
        for report in self.reports:
            if report.id == report_id:
                return report
        raise BundleError(f"no report {report_id!r} in this index; it holds {', '.join(r.id for r in self.reports)}")

    def check_embedder(self, embedder: EmbedderFacts) -> None:
        """Raise BundleError, naming both, unless ``embedder`` is the one that made this bundle."""
        mine = (self.embedder_name, self.embedder_dimension, self.embedder_digest)
        if mine != (embedder.name, embedder.dimension, embedder.digest):
            raise BundleError(
                f"this index was made with the embedder {_describe(*mine)}, not with "
                f"{_describe(embedder.name, embedder.dimension, embedder.digest)}; use the former, or rebuild with "
                f"`python -m indexer build --embedder {embedder.name}`"
            )

    def save(self, folder: Path) -> Self:
        """Write this bundle as the current generation of ``folder``; return it with its digest.

        Equal bundles get equal digests. Raises BundleError where it cannot be written; the old one then stays in use.
        """
        facts = {
            "counts": {"reports": len(self.reports), "passages": len(self.passages)},
            "embedder": {
                "name": self.embedder_name,
                "dimension": self.embedder_dimension,
                "digest": self.embedder_digest,
            },
            "recipe": self.recipe,
        }
        files = {
            "reports.jsonl": dump_reports(self.reports),
            "passages.jsonl": dump_passages(self.passages),
            "vectors.faiss": self.vectors.to_bytes(),
            "keywords.npz": self.keywords.to_bytes(),
            "thesaurus.json": self.thesaurus.to_bytes(),
            "vocabulary.json": self.vocabulary.to_bytes(),
            **self.expected.to_files(),
        }
        return replace(self, digest=write_generation(folder, facts, files), degraded=None)

    @classmethod
    def load(cls, folder: Path, digest: str | None = None) -> Self:
        """Read the bundle in ``folder``, every file checked first; safe while a build replaces it.

        A damaged bundle gives way to the generation before it, with a warning in the log and ``degraded`` set; not so
        where that of a ``digest`` is wanted. Raises BundleError where nothing sound is found.
        """
        return cls._from_generation(folder, read_named(folder, digest) if digest else read_generation(folder))

    @classmethod
    def verify(cls, folder: Path) -> Self:
        """Read the current bundle in ``folder``, no other, and check every invariant; raises BundleError."""
        bundle = cls._from_generation(folder, read_current(folder))
        found = [*flaws(bundle.reports, bundle.passages), *bundle.expected.flaws(bundle.reports)]
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            raise BundleError(f"{folder}: {found[0]}{more}; rebuild with `python -m indexer build --out {folder}`")
        return bundle

    @classmethod
    def _from_generation(cls, folder: Path, generation: Generation) -> Self:
        files, embedder = generation.files, generation.manifest["embedder"]
        try:
            return cls(
                reports=load_reports(files["reports.jsonl"]),
                passages=load_passages(files["passages.jsonl"]),
                vectors=VectorIndex.from_bytes(files["vectors.faiss"]),
                keywords=KeywordIndex.from_bytes(files["keywords.npz"]),
                thesaurus=Thesaurus.from_bytes(files["thesaurus.json"]),
                vocabulary=Vocabulary.from_bytes(files["vocabulary.json"]),
                expected=ExpectedQuestions.from_files(files),
                embedder_name=embedder["name"],
                embedder_dimension=embedder["dimension"],
                embedder_digest=embedder["digest"],
                recipe=generation.manifest["recipe"],
                digest=generation.digest,
                degraded=generation.degraded,
            )
        except (KeyError, IndexerError) as error:
            raise BundleError(
                f"{folder}: cannot be read ({error}); rebuild with `python -m indexer build --out {folder}`"
            ) from error


def _describe(name: str, dimension: int, digest: str) -> str:
    return f"{name} ({dimension} numbers, {digest[:19]}…)"
