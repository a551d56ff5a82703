"""Every template is drawn, holds no style and no script of its own, and can be read."""

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from config import ROOT
from tests.conventions.source import application

FOLDER = ROOT / "templates"
ENDINGS = (".html", ".txt", ".xml")
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)
HANDLER = re.compile(r"""\son[a-z]+\s*=""", re.IGNORECASE)
STYLE = re.compile(r"""\sstyle\s*=""", re.IGNORECASE)
INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\s(?:src=|type=\"application/json\"))[^>]*>", re.IGNORECASE
)  # data may stay
INLINE_STYLE = re.compile(r"<style\b", re.IGNORECASE)
EXPRESSION = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
GLOBALS_OF_A_NAME = re.compile(r"[\w/.-]+(?:\.html|\.txt|\.xml)")


@cache
def templates() -> tuple[str, ...]:
    return tuple(
        sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in ENDINGS and path.is_file())
    )


def read(name: str) -> str:
    return (FOLDER / name).read_text()


def markup(name: str) -> str:
    """The template with Jinja's own parts blanked out, so that a tag ends where it ends."""
    return EXPRESSION.sub("", read(name))


def tags(name: str) -> list[str]:
    return TAG.findall(markup(name))


def _tree(name: str) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.do"]).parse(read(name))  # noqa: S701 - it is read, not drawn


@cache
def drawn() -> frozenset[str]:
    """Every template that a page names, or that a template which is drawn names."""
    texts = {text for module in application() for text in module.texts()}
    found = {name for name in templates() if name in texts}
    ahead = found
    while ahead:
        ahead = {named for name in ahead for named in GLOBALS_OF_A_NAME.findall(read(name)) if named in templates()}
        ahead -= found
        found |= ahead
    return frozenset(found)


each_template = pytest.mark.parametrize("name", templates())


@each_template
def test_it_is_drawn_by_a_page_or_another_template(name: str):
    assert name in drawn()


@each_template
def test_it_has_no_style_of_its_own(name: str):
    assert not [tag for tag in tags(name) if STYLE.search(tag)]
    assert not INLINE_STYLE.search(markup(name))


@each_template
def test_it_has_no_script_of_its_own(name: str):
    assert not [tag for tag in tags(name) if HANDLER.search(tag) or "javascript:" in tag]
    assert not INLINE_SCRIPT.search(markup(name))


@each_template
def test_what_it_builds_on_is_there(name: str):
    named = [
        node.template
        for node in _tree(name).find_all(nodes.Stmt)
        if isinstance(node, nodes.Extends | nodes.FromImport | nodes.Import | nodes.Include)
    ]
    missing = [one.value for one in named if isinstance(one, nodes.Const) and not (FOLDER / str(one.value)).exists()]
    assert not missing


@each_template
def test_it_uses_what_it_imports(name: str):
    imported = {
        one if isinstance(one, str) else one[1] for node in _tree(name).find_all(nodes.FromImport) for one in node.names
    }
    assert not imported - {node.name for node in _tree(name).find_all(nodes.Name)}


def test_every_template_that_a_page_draws_is_there():
    texts = {text for module in application() for text in module.texts()}
    named = {text for text in texts if re.fullmatch(r"[a-z_]+/[\w/-]+\.(html|txt|xml)", text)}
    assert not {name for name in named if not Path(FOLDER / name).exists()}


# The styleguide shows every component.


@cache
def macros() -> dict[str, tuple[str, frozenset[str]]]:
    """Every macro of the components: the file that it stands in, and what it calls."""
    return {
        macro.name: (name, _called(macro))
        for name in templates()
        if name.startswith("components/")
        for macro in _tree(name).find_all(nodes.Macro)
    }


def _called(tree: nodes.Node) -> frozenset[str]:
    return frozenset(call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name))


@cache
def shown() -> frozenset[str]:
    """Every macro that the styleguide calls, or that one of these calls; the frame around it too."""
    pages = [name for name in templates() if name.startswith(("styleguide/", "frame/"))]
    found: frozenset[str] = frozenset()
    ahead = frozenset().union(*(_called(_tree(name)) for name in (*pages, "base.html")))
    while ahead:
        found |= ahead
        ahead = frozenset().union(*(macros()[name][1] for name in ahead if name in macros())) - found
    return found


@pytest.mark.parametrize("name", [name for name in macros() if not name.startswith("_")])
def test_the_styleguide_shows_every_component(name: str):
    assert name in shown(), f"{name} of {macros()[name][0]} stands on no page of the styleguide"


@pytest.mark.parametrize("name", [name for name in templates() if name.startswith("components/")])
def test_a_component_holds_a_macro(name: str):
    assert any(place == name for place, _ in macros().values())
