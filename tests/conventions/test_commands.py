"""Every command asks who acts, tells what happened, and puts the actor first."""

import ast
from functools import cache

import pytest

from tests.conventions.source import application, called_name

QUIET = {
    "save_draft": "a draft is its author's alone until it is submitted",
    "discard_draft": "a draft is its author's alone until it is submitted",
    "mark_read": "that a person has read a message is nobody else's business",
}
OWN = {
    "sign_out": "whoever is in may go",
    "sign_out_everywhere": "a person's sign-ins are theirs to end",
    "end_sign_in": "a person's sign-ins are theirs to end, and no other is found",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def commands() -> list[tuple[str, Function]]:
    """The public functions of every package's commands that somebody gives; others the application does by itself."""
    return [
        (f"{module.name}:{node.name}", node)
        for module in application()
        if module.is_in("commands")
        for node in module.tree.body
        if isinstance(node, Function) and not node.name.startswith("_") and _parameters(node)[:1] == ["actor"]
    ]


def _parameters(function: Function) -> list[str]:
    return [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]


@cache
def _calls() -> dict[str, frozenset[str]]:
    """What each function of the application calls, by name; pages left out."""
    found: dict[str, set[str]] = {}
    for module in application():
        if not module.is_in("routes"):
            for function in module.functions():
                names = {called_name(node) for node in ast.walk(function)} - {""}
                found.setdefault(function.name, set()).update(names)
    return {name: frozenset(names) for name, names in found.items()}


def reaches(function: Function, *goals: str) -> bool:
    """Whether calling it comes, through functions of ours, to one of these."""
    seen: set[str] = set()
    ahead = {called_name(node) for node in ast.walk(function)} - {""}
    while ahead:
        if ahead & set(goals):
            return True
        seen |= ahead
        ahead = {name for step in ahead for name in _calls().get(step, ())} - seen
    return False


each_command = pytest.mark.parametrize("command", [pytest.param(node, id=name) for name, node in commands()])


@each_command
def test_it_asks_who_acts(command: Function):
    assert reaches(command, "require", "advance") or command.name in OWN


@each_command
def test_it_tells_what_happened(command: Function):
    assert reaches(command, "record") or command.name in QUIET


@each_command
def test_it_says_in_a_sentence_what_it_does(command: Function):
    assert (ast.get_docstring(command) or "").partition("\n")[0].endswith(".")


@pytest.mark.parametrize("command", [pytest.param(node, id=name) for name, node in commands()])
def test_the_thing_comes_second_and_the_rest_by_keyword(command: Function):
    assert len(_parameters(command)) <= 2
