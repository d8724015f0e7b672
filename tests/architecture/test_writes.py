"""Every write is an action."""

import ast

import pytest

from tests.architecture.house import Module, modules

ALWAYS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate", "asave", "adelete"}
OF_QUERY_SETS = {"update", "delete"}
# The administrator's first account comes from Django's `createsuperuser`, which asks the manager of the table; and the
# journal refuses to be changed by refusing its own `save`; python-docx and Pillow hand over a file by `save`; and
# Django keeps a session by one.
ELSEWHERE = {
    "foundation.people.models", "foundation.journal.models", "web.documents.word", "kernel.examining.pictures",
    "web.accounts.sessions",
}  # fmt: skip


def _is_place_of_writes(module: Module) -> bool:
    return "actions" in module.name.split(".") or module.wing == "commands" or module.name in ELSEWHERE


def _chain(node: ast.expr) -> list[str]:
    """The names in ``Thing.objects.filter(…).update``, from the left."""
    names: list[str] = []
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            node = node.func
    if isinstance(node, ast.Name):
        names.append(node.id)
    return names[::-1]


def _writes(call: ast.Call, actions: frozenset[str] = frozenset()) -> bool:
    """Does this call write to the database? ``actions`` are names of modules of actions: theirs is to do it."""
    if not isinstance(call.func, ast.Attribute):
        return False
    *before, name = _chain(call.func)
    if before[:1] and before[0] in actions:
        return False
    if name in ALWAYS:
        return True
    if name == "save":
        return before[:1] != ["super"]
    return name in OF_QUERY_SETS and bool({"objects", "filter", "exclude", "all", "order_by"} & set(before))


def _actions(module: Module) -> frozenset[str]:
    """The names under which a module imports modules of actions."""
    froms = (node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom))
    return frozenset(alias.asname or alias.name for node in froms for alias in node.names if alias.name == "actions")


def _lines(module: Module) -> list[int]:
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if _writes(call, _actions(module))]


def test_writes_stand_in_actions() -> None:
    elsewhere = {str(module): _lines(module) for module in modules() if not _is_place_of_writes(module)}
    assert {name: lines for name, lines in elsewhere.items() if lines} == {}


@pytest.mark.parametrize(
    ("code", "is_write"),
    [
        ("person.save()", True),
        ("Thing.objects.filter(a=1).update(b=2)", True),
        ("Thing.objects.create(a=1)", True),
        ("things.get_or_create(a=1)", True),
        ("words.update(other)", False),
        ("super().save()", False),
        ("Thing.objects.filter(a=1)", False),
    ],
)
def test_this_test_knows_a_write_when_it_sees_one(code: str, is_write: bool) -> None:
    call = ast.parse(code).body[0]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    assert _writes(call.value) is is_write
