"""The source of the house, parsed once, and the order of its apps as the import contracts state it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "cestvous"
DOMAIN_WINGS = ("kernel", "foundation", "procedure", "activities", "institutions", "outreach")


@dataclass(frozen=True)
class Module:
    """A Python file of the house. ``name`` is dotted, without ``cestvous``."""

    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))

    @property
    def name(self) -> str:
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def wing(self) -> str:
        return self.name.split(".", 1)[0]

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    def walk(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def imports(self) -> Iterator[str]:
        """The dotted names of what is imported: of modules, and of names from modules."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the house but migrations."""
    found = (Module(path) for path in sorted(PACKAGE.rglob("*.py")))
    return tuple(module for module in found if not module.is_migration)


@cache
def templates() -> dict[str, str]:
    """Every template of the house, by the name that views use."""
    folders = [folder for folder in PACKAGE.rglob("templates") if folder.is_dir()]
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@cache
def ranks() -> dict[str, tuple[int, ...]]:
    """How high each app stands, from the import contracts: within a wing first by wing, then by layer.

    ``{"foundation.journal": (1, 0), "foundation.people": (1, 2), …}``; siblings share their rank.
    """
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    height: dict[str, int] = {}
    for contract in contracts:
        if contract["type"] == "layers":
            container = contract["containers"][0].removeprefix("cestvous").lstrip(".")
            for layer, names in enumerate(reversed(contract["layers"])):
                for name in names.replace("|", ":").split(":"):
                    height[f"{container}.{name.strip(' ()')}".lstrip(".")] = layer
    return {name: (*((height[name.split(".", 1)[0]],) if "." in name else ()), layer) for name, layer in height.items()}
