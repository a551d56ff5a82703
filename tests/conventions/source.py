"""The code as these tests read it: every module of ours, parsed once."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from config import ROOT


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Its place, as people say it: `innovate/voting/commands.py`."""
        return str(self.path.relative_to(ROOT))

    @property
    def parts(self) -> tuple[str, ...]:
        """Its place, step by step, without the ending."""
        return self.path.relative_to(ROOT).with_suffix("").parts

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(), self.name)

    def where(self, node: ast.AST) -> str:
        """The line of that node, as an editor opens it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"

    def is_in(self, kind: str) -> bool:
        """Whether it is a package's file of that kind, or in the folder that grew out of it."""
        return len(self.parts) > 2 and self.parts[2] == kind

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, at any depth."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    def texts(self) -> set[str]:
        """Every text literal."""
        nodes = ast.walk(self.tree)
        return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def application() -> tuple[Module, ...]:
    """Every module of the application."""
    files = [ROOT / "config.py", ROOT / "wsgi.py", *sorted((ROOT / "innovate").rglob("*.py"))]
    return tuple(Module(path) for path in files)


@cache
def everything() -> tuple[Module, ...]:
    """Every module of ours: the application, its tests, benchmarks and scripts."""
    folders = [ROOT / name for name in ("tests", "benchmarks", "scripts") if (ROOT / name).is_dir()]
    return application() + tuple(Module(path) for folder in folders for path in sorted(folder.rglob("*.py")))


def called_name(node: ast.AST) -> str:
    """The last word of what is called: `require` of `permissions.cast_vote.require(actor)`."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""
