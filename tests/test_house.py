"""The floors of the house: imports point down only (see the drawing in README.md)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "omroeper"

# room -> the rooms it may import from, besides itself
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "rendering": {"domain"},
    "ports": {"domain"},
    "settings": {"domain"},
    "services": {"domain", "rendering", "ports"},
    "adapters": {"domain", "rendering", "ports", "settings"},
    "wiring": {"domain", "rendering", "ports", "settings", "services", "adapters"},
    "web": {"domain", "rendering", "ports", "settings", "services", "wiring"},
    "processes": {"domain", "settings"},
    "cli": {
        "domain",
        "rendering",
        "ports",
        "settings",
        "services",
        "wiring",
        "processes",
        "demo",
        "web",
    },
    "demo": {"domain", "ports", "settings", "services", "wiring", "processes"},
    "__init__": set(),
    "__main__": {"cli"},
}
PREFECT_ALLOWED = {"omroeper/adapters/prefect_desk"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(file: Path) -> set[str]:
    """Dotted names of everything a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            module = node.module or ""
            names |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return names


def room_of(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def room_of_file(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_point_down(file: Path) -> None:
    room = room_of_file(file)
    assert room in MAY_IMPORT, f"{room} is no room of the house: add it to DESIGN and here"
    for name in imports_of(file):
        if name.startswith("omroeper.") and name.count(".") >= 1:
            target = room_of(name)
            if target == "__version__":
                continue
            assert target == room or target in MAY_IMPORT[room], f"{file}: {room} -> {name}"


def test_the_ground_floor_is_standard_library_only() -> None:
    import sys

    for file in sorted((PACKAGE / "domain").rglob("*.py")):
        for name in imports_of(file):
            top = name.split(".")[0]
            assert top == "omroeper" or top in sys.stdlib_module_names, f"{file}: {name}"


def test_prefect_is_imported_only_by_its_adapter() -> None:
    for file in MODULES:
        where = str(file.relative_to(ROOT)).removesuffix(".py")
        if not any(where.startswith(allowed) for allowed in PREFECT_ALLOWED):
            tops = {name.split(".")[0] for name in imports_of(file)}
            assert "prefect" not in tops, f"{where} imports Prefect"


def test_the_data_folders_are_no_packages() -> None:
    for folder in ("flows", "content", "config", "templates", "deployments", "bench"):
        assert not list((ROOT / folder).rglob("__init__.py")), folder


def test_the_locks_name_no_registry() -> None:
    for name in (
        "requirements.lock",
        "requirements-dev.lock",
        "tests/tools/mail/package-lock.json",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not [word for word in ('"resolved"', "index-url", "find-links ") if word in text], (
            name
        )
