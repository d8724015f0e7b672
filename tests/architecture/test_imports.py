"""What may import what, beyond the contracts that import-linter holds."""

import ast
from collections.abc import Iterable

from tests.architecture.house import DOMAIN_WINGS, Module, modules

SIGNALS = (
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.test.signals",
    "allauth.account.signals",
)


def _app(name: str) -> str:
    """ "foundation.people" for anything in that app; the wing for those that are not divided into apps."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] in DOMAIN_WINGS and parts[0] != "kernel" else parts[0]


def _graph() -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    for module in modules():
        here = graph.setdefault(_app(module.name), set())
        inside = (name.removeprefix("cestvous.") for name in module.imports() if name.startswith("cestvous."))
        here |= {_app(name) for name in inside}
        here.discard(_app(module.name))
    return graph


def test_apps_form_no_cycle() -> None:
    graph = _graph()
    assert len(graph) > 10
    while graph:
        free = [app for app, needed in graph.items() if not needed & graph.keys()]
        assert free, f"these apps need each other: {sorted(graph)}"
        for app in free:
            del graph[app]


def _hidden(module: Module) -> list[int]:
    functions = module.walk(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    inside = (node for function in functions for node in ast.walk(function))
    return [node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)]


def test_imports_stand_at_the_top() -> None:
    assert {str(module): lines for module in modules() if (lines := _hidden(module))} == {}


def _importing(*prefixes: str, among: Iterable[Module] = modules()) -> dict[str, list[str]]:
    """The modules that import any of these, with what they import."""
    found = {str(module): [name for name in module.imports() if name.startswith(prefixes)] for module in among}
    return {name: imported for name, imported in found.items() if imported}


def test_no_signal_decides_what_happens() -> None:
    assert _importing(*SIGNALS) == {}


def test_the_domain_knows_no_pages() -> None:
    domain = [module for module in modules() if module.wing in DOMAIN_WINGS]
    of_pages = ("django.shortcuts", "django.views", "django.urls", "django.template", "django.forms", "cestvous.web")
    assert domain
    assert _importing(*of_pages, among=domain) == {}


# A thread does not know what hangs under it: whoever owns the thing asks whether the act is open, then appends. All ask
# and record in the same way, which stands in the engine.
OWNERS = (
    "foundation.discussions",
    "procedure.consultations.actions.discussing",
    "activities.contributions.actions",
    "activities.syntheses.actions",
)


def test_only_owners_write_to_threads() -> None:
    owners = [module for module in modules() if module.name.startswith(OWNERS)]
    others = [module for module in modules() if module not in owners]
    assert _importing("cestvous.foundation.discussions.actions", among=owners)
    assert _importing("cestvous.foundation.discussions.actions", among=others) == {}
