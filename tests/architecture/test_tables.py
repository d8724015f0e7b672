"""Tables: what they point at, and what personal data they hold."""

from itertools import pairwise

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model

from cestvous.foundation.authors.models import Author
from cestvous.foundation.people.models import CACHE, Person
from cestvous.kernel.personal_data import DECLARED_FOR_LIBRARIES, PersonalData
from tests.architecture.house import ranks

# Tables of libraries that say nothing of anybody.
IMPERSONAL = {"contenttypes.ContentType", "auth.Permission", "auth.Group"}

ALL = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
OURS = [model for model in ALL if model.__module__.startswith("cestvous.")]
THEIRS = [model for model in ALL if model not in OURS and not model._meta.auto_created]
WRITTEN = [model for model in OURS if not model._meta.auto_created]


def _app(model: type[Model]) -> str:
    return apps.get_app_config(model._meta.app_label).name.removeprefix("cestvous.")


def _pointers(model: type[Model]) -> list[Field]:  # type: ignore[type-arg]
    return [field for field in model._meta.get_fields() if isinstance(field, Field) and field.is_relation]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_tables_point_down(model: type[Model]) -> None:
    here = _app(model)
    for field in _pointers(model):
        target = field.related_model
        assert isinstance(target, type), f"{model._meta.label}.{field.name} points at anything"
        assert target in OURS, f"{model._meta.label}.{field.name} points at a library's table"
        there = _app(target)
        assert here == there or ranks()[here] > ranks()[there], (
            f"{model._meta.label}.{field.name} points up, at {there}"
        )


def test_the_order_of_the_wings_is_read_from_the_import_contracts() -> None:
    known = ranks()
    order = [
        "foundation.journal",
        "foundation.people",
        "procedure.rules",
        "activities.questions",
        "activities.decisions",
    ]
    assert all(known[below] < known[above] for below, above in pairwise(order))
    assert known["activities.questions"] == known["activities.contributions"]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_table_points_at_just_anything(model: type[Model]) -> None:
    assert not model._meta.private_fields
    assert all(field.related_model is not ContentType for field in _pointers(model))


def _names(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model._meta.label)
def test_every_table_says_what_is_personal_in_it(model: type[Model]) -> None:
    personal = model.__dict__.get("personal")
    assert isinstance(personal, PersonalData), f"{model._meta.label} has no `personal`"
    assert personal.fields.keys() <= _names(model)
    assert bool(personal.fields) == bool(personal.kept), "what is personal is kept for a stated time"
    assert bool(personal.fields) == bool(personal.about), "the page on personal data says what the table is about"
    assert all(personal.fields.values()), "each field says what it tells of somebody"


@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model._meta.label)
def test_what_points_at_somebody_is_personal(model: type[Model]) -> None:
    at_somebody = {field.name for field in _pointers(model) if field.related_model in {Person, Author}}
    personal: PersonalData = model.__dict__["personal"]
    assert at_somebody <= personal.fields.keys()


@pytest.mark.parametrize("model", THEIRS, ids=lambda model: model._meta.label)
def test_tables_of_libraries_are_declared_too(model: type[Model]) -> None:
    label = model._meta.label
    assert (label in DECLARED_FOR_LIBRARIES) != (label in IMPERSONAL), f"{label} is declared once"
    if label in DECLARED_FOR_LIBRARIES:
        declared = DECLARED_FOR_LIBRARIES[label]
        assert declared.fields.keys() <= _names(model)
        assert declared.kept


def test_nothing_is_declared_for_a_table_that_is_not_there() -> None:
    # One table has no model: that of passing counts.
    assert DECLARED_FOR_LIBRARIES.keys() == {model._meta.label for model in THEIRS} - IMPERSONAL | {CACHE}
