"""The question sets that ship with the project: where each lies, what answers it, and the lock on its test split."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.questionset import QuestionRecord

DECLARED = Path(__file__).parent / "questions" / "sets.toml"


class SetError(ValueError):
    """A declared set that contradicts itself, or a test split that is not the one locked."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set of questions: its file, the reports that answer it, its derived variants, and the lock on its test split.

    ``reports`` is empty for a file that is not declared; such a set is asked of the index that is given.
    ``test_sha256`` is "" where nothing is locked. Weights are fitted on the dev split unless ``learn_from`` is false:
    then the whole set only measures how well the others carry over.
    """

    name: str
    questions: Path
    reports: tuple[Path, ...] = ()
    test_sha256: str = ""
    learn_from: bool = True

    @property
    def variants(self) -> Path:
        """The file of variants derived from this set, which need not be there."""
        return self.questions.parent / "variants" / self.questions.name

    def check_lock(self, records: Iterable[QuestionRecord]) -> None:
        """Raise SetError where the test records are others than those locked."""
        found = locked_digest(self.questions)
        if self.test_sha256 and any(r.split == "test" for r in records) and found != self.test_sha256:
            raise SetError(
                f"{self.questions}: the test split is not the one locked (its SHA-256 is {found}, locked is "
                f"{self.test_sha256}); restore the file, or, if test questions were changed on purpose, put the new "
                f"digest into {DECLARED.name}"
            )


def declared_sets(path: Path = DECLARED) -> tuple[QuestionSet, ...]:
    """Return the sets of ``sets.toml`` in order; raises SetError for a table without its fields."""
    folder = path.parent
    try:
        return tuple(
            QuestionSet(
                name=table["name"],
                questions=(folder / table["questions"]).resolve(),
                reports=tuple((folder / report).resolve() for report in table["reports"]),
                test_sha256=table["test_sha256"],
                learn_from=table.get("learn_from", True),
            )
            for table in tomllib.loads(path.read_text(encoding="utf-8"))["set"]
        )
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise SetError(f"{path}: {error}; every [[set]] has name, questions, reports and test_sha256") from error


def chosen_sets(files: Sequence[Path], declared: Sequence[QuestionSet]) -> tuple[QuestionSet, ...]:
    """Return the sets of ``files``, those declared as they are declared; without files all declared ones."""
    known = {entry.questions: entry for entry in declared}
    return tuple(known.get(file.resolve(), QuestionSet(file.stem, file)) for file in files) or tuple(declared)


def fitted_sets(files: Sequence[Path], declared: Sequence[QuestionSet]) -> tuple[QuestionSet, ...]:
    """Return the sets of ``files``; without files the declared ones that weights are fitted on."""
    return chosen_sets(files, declared) if files else tuple(entry for entry in declared if entry.learn_from)


def locked_digest(path: Path) -> str:
    """Return the SHA-256 of the lines of a question file that belong to its test split, in order."""
    lines = (line.strip() for line in path.read_bytes().splitlines())
    return hashlib.sha256(b"\n".join(line for line in lines if b'"split": "test"' in line)).hexdigest()
