"""The repository keeps its promises: versions pinned, documents true to it, nothing of one machine, a whole package."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGES = ("indexer", "chat_app", "eval")
READMES = ("README.md", "README.zh-CN.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [
    Requirement(line)
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in group
]
CAME_WITH = {"anyio": "fastapi", "h11": "uvicorn", "huggingface_hub": "sentence-transformers", "starlette": "fastapi"}
"""Packages imported under the name of another that is declared, whose interface they are."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def files(folder: str) -> Iterator[Path]:
    yield from (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")


def repository() -> Iterator[Path]:
    """Yield the files that belong to the repository, not what work leaves in it, nor .git of a work tree."""
    for folder in (*PACKAGES, "tests", "seeds", ".ci", ".github"):
        yield from files(folder)
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.name not in (".env", ".git"))


def pins() -> list[Requirement]:
    return [Requirement(line) for line in read("constraints.txt").splitlines() if line and not line.startswith("#")]


def make_targets() -> list[str]:
    return re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel"))))))


@pytest.mark.parametrize("requirement", DIRECT, ids=str)
def test_every_direct_dependency_is_pinned_within_its_range(requirement: Requirement) -> None:
    pinned = {canonicalize_name(pin.name): pin for pin in pins()}
    (specifier,) = pinned[canonicalize_name(requirement.name)].specifier
    assert requirement.specifier.contains(specifier.version)


def test_every_package_that_ours_bring_along_is_pinned() -> None:
    pinned = {canonicalize_name(pin.name) for pin in pins()}
    seen: set[str] = set()
    waiting = [(requirement.name, requirement.extras) for requirement in DIRECT]
    while waiting:
        name, extras = waiting.pop()
        if (name := canonicalize_name(name)) in seen and not extras:
            continue
        seen.add(name)
        for requirement in map(Requirement, importlib.metadata.requires(name) or ()):
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append((requirement.name, requirement.extras))
    assert seen - pinned == set()


def test_constraints_are_exact_sorted_and_free_of_local_builds() -> None:
    names = [canonicalize_name(pin.name) for pin in pins()]
    assert names == sorted(set(names))
    for pin in pins():
        assert re.fullmatch(r"==[\d.]+", str(pin.specifier)), f"{pin} is not one public version"


def test_every_import_is_of_a_declared_dependency() -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    for extra in ("eval", "train"):
        declared |= {canonicalize_name(Requirement(line).name) for line in PROJECT["optional-dependencies"][extra]}
    distributions = importlib.metadata.packages_distributions()
    imported: dict[str, Path] = {}
    for path in (path for package in PACKAGES for path in files(package) if path.suffix == ".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0]: path for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported[node.module.split(".")[0]] = path
    for module in imported.keys() - sys.stdlib_module_names - set(PACKAGES):
        package = CAME_WITH.get(module) or canonicalize_name(distributions[module][0])
        assert package in declared, f"{imported[module]} imports {module}, which pyproject.toml does not declare"


@pytest.mark.parametrize("name", READMES)
def test_a_readme_is_short_and_shows_every_make_target(name: str) -> None:
    text = read(name)
    assert len(text.splitlines()) < 200
    assert {"chat", "test", "check", "clean"} <= set(make_targets())
    table = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    assert [target for target in make_targets() if target != "help" and f"`make {target}`" not in table] == []


def test_the_readme_gives_a_reason_for_every_dependency() -> None:
    table = read("README.md").split("## Dependencies")[1].split("\n## ")[0]
    assert [requirement.name for requirement in DIRECT if not re.search(rf"\b{requirement.name}\b", table)] == []


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_links_to_files_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(name))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_changelog_opens_with_the_version_of_the_package() -> None:
    versions = re.findall(r"^## \[(\d[^]]*)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == PROJECT["version"]


def test_no_file_names_a_place_on_one_machine_or_a_package_index() -> None:
    place = re.compile(r"(?<![\w.])/(?:work|root|farm|home/\w+|Users/\w+)/")
    index = re.compile(r"(?:extra-)?index[-]url[ =]|--find[-]links")  # so written that it does not find itself
    for path in repository():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a model file, an image, a report in another encoding
            continue
        assert not (found := place.search(text)), f"{path}: {found and found[0]}"
        assert path.name in READMES or not (found := index.search(text)), f"{path}: {found and found[0]}"


def test_no_library_is_copied_into_the_repository() -> None:
    """A library comes as a package with a version; a copy of it names places of its own and is never renewed."""
    assert [path.name for path in repository() if path.name.endswith((".min.js", ".min.css"))] == []


def test_the_wheel_holds_the_packages_whole_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == {path.relative_to(ROOT).as_posix() for package in PACKAGES for path in files(package)}
    assert {"indexer/model/model.safetensors", "indexer/model/tokenizer.json", "chat_app/web/page.js"} <= held


def test_the_wheel_carries_the_licence(wheel: Path) -> None:
    name = f"wenzheng-{PROJECT['version']}.dist-info/licenses/LICENSE"
    assert zipfile.ZipFile(wheel).read(name) == (ROOT / "LICENSE").read_bytes()


def test_what_the_wheel_holds_is_enough_to_index_and_answer(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    report = tmp_path / "report.txt"
    report.write_text("一、工作回顾\n完成河道整治12公里。新建学校1所。\n", encoding="utf-8")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=tmp_path / "site", capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    run("indexer", "build", str(report), "--out", "index")
    assert "12公里" in run("chat_app", "ask", "完成河道整治多少公里？", "--index", "index")
