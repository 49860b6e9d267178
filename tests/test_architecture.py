"""The layout holds: imports run one way, packaging is complete, files and functions stay small."""

import ast
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PACKAGES = ("corpus", "patterns", "extractors", "db", "evaluation", "pipeline")
# What each package may import: a whole package of ours, or one module of it.
ALLOWED = {
    "corpus": {"patterns"},
    "patterns": set(),
    "extractors": {"patterns", "corpus"},
    "db": {"corpus.article", "corpus.duplicates", "extractors.types", "patterns"},
    "evaluation": {"corpus", "extractors.types", "patterns"},
    "pipeline": {"corpus", "patterns", "extractors", "db", "evaluation"},
}
SOURCES = sorted(path for name in PACKAGES for path in (CHECKOUT / name).rglob("*.py"))
PYTHON = [*SOURCES, *sorted((CHECKOUT / "tests").glob("*.py"))]
PYTHON += sorted((CHECKOUT / "benchmarks").glob("*.py")) + sorted(CHECKOUT.glob("scripts/*.py"))
LINES, FUNCTION_LINES = 400, 40


def shown(path):
    return path.relative_to(CHECKOUT).as_posix()


def project():
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def imported(path):
    """The modules of ours that a file imports, such as `corpus.article`."""
    inside = path.relative_to(CHECKOUT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = inside[: len(inside) - node.level + 1]
            module = [*base, *(node.module.split(".") if node.module else ())]
            yield from (".".join(module) if node.module else ".".join([*module, a.name])
                        for a in node.names)  # fmt: skip
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solieu"):
            yield node.module.removeprefix("solieu.")
        elif isinstance(node, ast.Import):
            yield from (
                a.name.removeprefix("solieu.") for a in node.names if a.name.startswith("solieu")
            )


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_imports_run_one_way(path):
    package = path.relative_to(CHECKOUT).parts[0]
    allowed = ALLOWED[package] | {package}
    wrong = [
        module
        for module in imported(path)
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]
    assert not wrong


def test_types_import_nothing_of_ours():
    assert list(imported(CHECKOUT / "extractors" / "types.py")) == []


def test_packages_are_the_folders_with_code():
    folders = {
        f"solieu.{shown(p.parent).replace('/', '.')}" for p in SOURCES if p.stem == "__init__"
    }
    assert set(project()["tool"]["setuptools"]["packages"]) == folders
    assert {p.parent for p in SOURCES} == {p.parent for p in SOURCES if p.stem == "__init__"}


def test_package_data_is_complete():
    told = {
        path
        for package, globs in project()["tool"]["setuptools"]["package-data"].items()
        for pattern in globs
        for path in (CHECKOUT / package.removeprefix("solieu.").replace(".", "/")).glob(pattern)
    }
    data = {
        path
        for name in PACKAGES
        for path in (CHECKOUT / name).rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    assert told == data


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_typed(package):
    assert (CHECKOUT / package / "py.typed").exists()


def test_the_root_holds_no_module():
    assert list(CHECKOUT.glob("*.py")) == []


# A migration is one list of tables, written once.
SMALL = [path for path in PYTHON if "versions" not in path.parts]


@pytest.mark.parametrize("path", SMALL, ids=shown)
def test_files_and_functions_are_small(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }
    assert not long
