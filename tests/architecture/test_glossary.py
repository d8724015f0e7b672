"""One word per thing: the glossary speaks of what exists, and what exists speaks the words of the glossary."""

import ast
import re
from enum import Enum
from functools import cache

import pytest
from django.apps import apps

from tests.architecture.house import ROOT, modules


def _terms(heading: str) -> list[str]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (\w+) \|", section, re.MULTILINE)
    return [term for term in rows if term != "code"]


@cache
def _classes_and_members() -> set[str]:
    """What the house calls its things: classes, members of enumerations, fields of tables, apps; all in CamelCase."""
    names: set[str] = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                names.add(node.name)
    for kind in _enumerations():
        names |= {_camel(member.name) for member in kind}
    for model in apps.get_models():
        if model.__module__.startswith("cestvous."):
            names |= {_camel(field.name) for field in model._meta.get_fields()}
    return names | {_camel(config.label) for config in apps.get_app_configs()}


def _enumerations(of: type[Enum] = Enum) -> list[type[Enum]]:
    found = []
    for kind in of.__subclasses__():
        found += _enumerations(kind)
        if kind.__module__.startswith("cestvous."):
            found.append(kind)
    return found


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


@pytest.mark.parametrize("term", _terms("Words of the code"))
def test_the_glossary_speaks_of_what_exists(term: str) -> None:
    assert term in _classes_and_members()


def test_words_to_come_are_not_taken() -> None:
    to_come = _terms("Words kept for what is to come")
    classes = {node.name for module in modules() for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)}
    assert to_come
    assert not classes & set(to_come)


def test_every_table_is_in_the_glossary_or_belongs_to_one_that_is() -> None:
    known = set(_terms("Words of the code"))
    tables = {model.__name__ for model in apps.get_models() if model.__module__.startswith("cestvous.")}
    # Records that stand beside a thing of the glossary and are never named on a screen.
    beside = {
        "SynthesisVersion",
        "FindingVersion",
        "DecisionVersion",
        "StandingPageVersion",
        "Register",
        "Participation",
        "Unsealed",
    }
    assert tables <= known | beside
