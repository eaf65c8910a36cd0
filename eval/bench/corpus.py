"""Corpora of any size, made from real reports, and the indexes of them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from indexer.build import build_index
from indexer.bundle import IndexBundle
from indexer.corpus import IndexerError, Passage, Report
from indexer.encoders import Encoder
from indexer.passages import split_passages
from indexer.readers import read_report, report_files
from indexer.sections import split_sections
from indexer.sentences import LONGEST
from indexer.settings import IndexSettings

PERTURBED = (
    "seeds/ and copies of real reports; in a copy the first and the last clause of a sentence stay, every other clause "
    "is one of any report by an even chance, and figures other than years are random"
)
_SEED = 20221231
_CLAUSE = re.compile(r"(?<=[，；,;])")
_FIGURE = re.compile(r"(?<![\d.])\d+(?![\d年])")


@dataclass(frozen=True, slots=True)
class Source:
    """A report, cut: its passages are what copies of it are made of."""

    report: Report
    passages: tuple[Passage, ...]


def read_sources(folder: Path) -> list[Source]:
    """Read and cut every report of ``folder``; raises IndexerError where there is none."""
    sources = []
    for path in report_files(folder):
        report = read_report(path)
        report = replace(report, sections=split_sections(report.text, report.year, report.title))
        sources.append(Source(report, split_passages(report)))
    if not any(source.passages for source in sources):
        raise IndexerError(f"{folder}: no sentence in these reports; name a folder of reports with --reports")
    return sources


def write_copies(sources: Sequence[Source], folder: Path, passages: int, *, perturbed: bool) -> None:
    """Write copies of ``sources`` in turn, each with an id of its own, until they hold about ``passages`` passages.

    The last copy is cut short. Perturbed copies may differ by a few passages from what their sources hold.
    """
    chance = random.Random(_SEED)  # noqa: S311  # to be the same every time, not to be secret
    pool = [clause for source in sources for passage in source.passages for clause in _CLAUSE.split(passage.text)[1:-1]]
    for number in count():
        source = sources[number % len(sources)]
        taken = source.passages[:passages]
        pieces, place = [], 0
        for passage in taken:
            pieces.append(source.report.text[place : passage.start])
            pieces.append(_perturbed(passage, source.report, pool, chance) if perturbed else passage.text)
            place = passage.end
        (folder / f"{source.report.id}-{number:05}.txt").write_text("".join(pieces) + "\n", encoding="utf-8")
        passages -= len(taken)
        if passages <= 0:
            return


def build(files: Sequence[Path], out: Path, embedder: Encoder) -> IndexBundle:
    """Index ``files`` into ``out`` as the program does; raises IndexerError where a file is refused."""
    built = build_index(files, out, embedder, IndexSettings())
    if built.bundle is None or built.refusals:
        raise IndexerError("; ".join(built.refusals or ("no reports to index",)))
    return built.bundle


def _perturbed(passage: Passage, report: Report, pool: Sequence[str], chance: random.Random) -> str:
    first, *others = _CLAUSE.split(passage.text)
    if not pool or (not others and _opens_section(passage, report)):
        return passage.text
    middle, last = others[:-1], others[-1:]
    if not middle:
        middle = [chance.choice(pool)]
    middle = [chance.choice(pool) if chance.random() < 0.5 else clause for clause in middle]
    tail = _FIGURE.sub(lambda found: _figure(found[0], chance), "".join([*middle, *last]))
    text = first + tail if others else tail + first
    return text if len(text) <= LONGEST else passage.text


def _opens_section(passage: Passage, report: Report) -> bool:
    return passage.section is not None and report.sections[passage.section].start == passage.start


def _figure(figure: str, chance: random.Random) -> str:
    """Return another figure of as many digits."""
    return "".join(str(chance.randint(int(place == 0), 9)) for place in range(len(figure)))
