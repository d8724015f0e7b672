"""Whatever changes what a visitor may see leaves an event: pages are kept for as long as the journal stands still."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.architecture.house import Module, modules
from tests.architecture.test_writes import _is_place_of_writes, _writes

RECORDS = frozenset({"foundation.journal.actions.record", "foundation.journal.actions.record_many"})
# Who writes without recording, and why no visitor's page changes by it.
UNSEEN = {
    "commands.demo.actions.confirm_address": "an address that mails reach; a page never shows it",
    "commands.demo.actions.look_at_their_words": "what somebody has read is shown to them alone",
    "commands.demo.actions.make_neighbourhoods": "made before the city opens; what is built next records",
    "commands.demo.actions.make_themes": "made before the city opens; what is built next records",
    "foundation.drafts.actions.drop": "a draft is its author's alone",
    "foundation.drafts.actions.forget_old": "a draft is its author's alone",
    "foundation.drafts.actions.keep": "a draft is its author's alone",
    "foundation.files.actions.purging._forget": "a file that nobody attached was its author's alone",
    "foundation.files.actions.purging.drop": "a file that is not attached is its author's alone",
    "foundation.files.actions.purging.forget_unattached": "a file that is not attached is its author's alone",
    "foundation.files.actions.receiving._kept": "a file that is not attached is its author's alone",
    "foundation.files.actions.receiving.receive": "a file that is not attached is its author's alone",
    "foundation.outbox.actions.bury": "a letter is its reader's alone",
    "foundation.outbox.actions.forget_expired": "a letter is its reader's alone",
    "foundation.outbox.actions.put_off": "a letter is its reader's alone",
    "foundation.outbox.actions.refuse": "a letter is its reader's alone",
    "foundation.outbox.actions.take": "a letter is its reader's alone",
    "foundation.outbox.actions.write": "a letter is its reader's alone",
    "commands.backups.restoring._put": "a city is restored into an empty place, and web servers start after it",
    "foundation.journal.actions.seal": "pages that show seals say so, see web.keeping.sealing",
    "foundation.people.models.PersonManager.create_superuser": "who runs the machine is on no page that is kept",
    "foundation.people.actions.note_warned": "what we write to somebody is between them and us",
    "institutions.privacy.actions.retaining.forget_confirmations": "a key to confirm an address is on no page",
    "institutions.privacy.actions.retaining.forget_erasures": "an erasure is on no page",
    "institutions.privacy.actions.retaining.forget_log_entries": "who ran the machine is on no page that is kept",
    "institutions.privacy.actions.retaining.forget_sessions": "who is signed in is on no page that is kept",
    "foundation.people.actions.mark_words_seen": "what somebody has read is shown to them alone",
    "web.documents.word.rendered": "it writes a file of Word, in memory",
}


def _name(module: Module, *parts: str) -> str:
    return ".".join((module.name, *parts))


@cache
def _by_name() -> dict[str, Module]:
    return {module.name: module for module in modules()}


@cache
def _imported(module: Module) -> dict[str, str]:
    """What each name that a module imports stands for, dotted."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}".removeprefix("cestvous.")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@cache
def _functions() -> dict[str, tuple[Module, str, ast.FunctionDef]]:
    """Every function and method of the house, by its dotted name, with the class that it stands in."""
    found = {}
    for module in modules():
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef):
                found[_name(module, node.name)] = (module, "", node)
            elif isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef):
                        found[_name(module, node.name, method.name)] = (module, node.name, method)
    return found


def _where_it_stands(name: str) -> str:
    """The function itself, if a package hands it on under its own name."""
    while name not in _functions():
        package, _dot, last = name.rpartition(".")
        module = _by_name().get(package)
        further = _imported(module).get(last) if module else None
        if further is None:
            return name
        name = further
    return name


@cache
def _called(name: str) -> frozenset[str]:
    """The functions that this one calls, or hands to others, by name."""
    module, of_class, function = _functions()[name]
    imported, found = _imported(module), set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            found.add(imported.get(node.id, _name(module, node.id)))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = node.value.id
            if owner == "self":
                found.add(_name(module, of_class, node.attr))
            elif owner in imported:
                found.add(f"{imported[owner]}.{node.attr}")
    return frozenset(map(_where_it_stands, found))


@cache
def _reach(name: str) -> frozenset[str]:
    """All that a function may come to call."""
    reached, waiting = set[str](), [name]
    while waiting:
        for one in _called(waiting.pop()) - reached:
            reached.add(one)
            if one in _functions():
                waiting.append(one)
    return frozenset(reached)


def _writers() -> Iterator[str]:
    """The functions of the house that write: all of them stand in actions, and in commands."""
    for name, (module, _class, function) in _functions().items():
        calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
        if _is_place_of_writes(module) and any(_writes(call) for call in calls):
            yield name


def _callers() -> dict[str, set[str]]:
    callers: dict[str, set[str]] = {}
    for name in _functions():
        for called in _called(name) - {name}:
            callers.setdefault(called, set()).add(name)
    return callers


def _unrecorded(name: str, callers: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> set[str]:
    """The ways by which a write may be done without an event: who calls it, up to somebody whom nothing calls."""
    if name in UNSEEN or RECORDS & _reach(name):
        return set()
    above = {one for one in callers.get(name, set()) - seen if _is_place_of_writes(_functions()[one][0])}
    others = callers.get(name, set()) - above - seen
    if others or not above:
        return {name}
    return set().union(*(_unrecorded(one, callers, seen | {name}) for one in above))


def test_every_write_is_part_of_an_act_that_records() -> None:
    callers = _callers()
    writers = sorted(_writers())
    assert len(writers) > 60
    ways = {name: _unrecorded(name, callers) for name in writers}
    assert {name: found for name, found in ways.items() if found} == {}


def test_who_is_said_to_write_unseen_does_write_and_records_nothing() -> None:
    idle = {name for name in UNSEEN if not any(one == name or one in _reach(name) for one in _writers())}
    assert not idle
    assert not {name for name in UNSEEN if RECORDS & _reach(name)}
