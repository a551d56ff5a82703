"""Every module says what it is, stands where it is looked for, and keeps to its part."""

import ast

import pytest

from tests.conventions.source import Module, application, everything

DRAWERS = {"base", "common", "helper", "helpers", "lib", "manager", "misc", "service", "services", "util", "utils"}
LONGEST = 450  # lines; at about 300 a file is due to become a folder
each_module = pytest.mark.parametrize("module", everything(), ids=lambda module: module.name)
each_of_the_application = pytest.mark.parametrize("module", application(), ids=lambda module: module.name)


@each_module
def test_it_opens_with_one_plain_sentence(module: Module):
    docstring = ast.get_docstring(module.tree) or ""
    first = docstring.partition("\n")[0]
    is_empty = not module.tree.body and module.path.name == "__init__.py"
    assert is_empty or (first[:1] != "" and not first[0].islower() and first.rstrip().endswith("."))


@each_module
def test_it_is_no_drawer(module: Module):
    assert not DRAWERS & set(module.parts)


@each_of_the_application
def test_it_has_not_outgrown_one_file(module: Module):
    is_prose = module.name.startswith("innovate/demo/words/")
    assert is_prose or len(module.path.read_text().splitlines()) <= LONGEST


@each_of_the_application
def test_only_the_transaction_commits(module: Module):
    commits = [module.where(node) for node in ast.walk(module.tree) if _is_commit(node)]
    may = ("innovate/core/transaction.py", "innovate/core/db.py")  # the second ends what could only read
    assert module.name in may or not commits


def _is_commit(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"


@each_of_the_application
def test_it_imports_where_everybody_sees_it(module: Module):
    hidden = [
        module.where(node)
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and "innovate" in ast.unparse(node)
    ]
    assert not hidden or module.name == "innovate/cli.py"  # where a command loads what it alone needs


@each_of_the_application
def test_an_exemption_from_a_check_gives_its_reason(module: Module):
    bare = []
    for number, line in enumerate(module.path.read_text().splitlines(), start=1):
        for mark in ("# noqa", "# type: ignore", "# nosec", "# pragma"):
            _, found, rest = line.partition(mark)
            words = rest.lstrip(": ").split("]")[-1] if mark == "# type: ignore" else rest
            if found and len([word for word in words.split() if word.isalpha()]) < 2:
                bare.append(f"{module.name}:{number}")
    assert not bare
