"""Instances of models made of rows of plain values, as if they had been read as such: when they are needed at all."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db.models import Model

from cestvous.kernel.databases import reading

Made = TypeVar("Made", bound=Model)


def columns_of(model: type[Model], start: str = "", *, but: str = "") -> tuple[str, ...]:
    """The names of all columns of a model to which ``start`` leads, ``but`` the foreign key of what is read itself."""
    return tuple(f"{start}{field.name}" for field in model._meta.concrete_fields if field.name != but)


class Instances(Generic[Made]):
    """Makes instances of a model, and of what is joined to it, of the rows that ``values_list(*names)`` gives.

    Each model among them gives its key ("source__id"). What is no column is kept beside them, as annotations are.
    """

    def __init__(self, model: type[Made], *names: str) -> None:
        self.model, self.names = model, names

    @cached_property
    def _root(self) -> "_Node":
        # Once all models are known, hence not before one is needed.
        return _Node(self.model, {name: place for place, name in enumerate(self.names)})

    def of(self, row: Sequence[Any]) -> Made:
        return cast(Made, self._root.made(row, reading.alias()))


class _Node:
    """One model among those of a row: where its columns stand in it, and what is joined to it by which relation."""

    key: int

    def __init__(self, model: type[Model], places: Mapping[str, int]) -> None:
        self.model = model
        own = {name: place for name, place in places.items() if "__" not in name}
        self.joined: list[tuple[Any, _Node]] = []
        for name in sorted({name.partition("__")[0] for name in places.keys() - own.keys()}):
            relation: Any = model._meta.get_field(name)
            start = f"{name}__"
            below = {each.removeprefix(start): places[each] for each in places if each.startswith(start)}
            self.joined.append((relation, _Node(relation.related_model, below)))
        # A foreign key is the key of what it leads to.
        keys = {relation.name: node.key for relation, node in self.joined if relation.concrete}
        fields = [field for field in model._meta.concrete_fields if field.name in own or field.name in keys]
        self.columns = [field.attname for field in fields]
        self.places = [own.get(field.name, keys.get(field.name, 0)) for field in fields]
        self.key = own[model._meta.pk.name]
        self.beside = {name: place for name, place in own.items() if name not in {field.name for field in fields}}

    def made(self, row: Sequence[Any], using: str) -> Model | None:
        """None where the row has none of it."""
        if row[self.key] is None:
            return None
        instance = self.model.from_db(using, self.columns, [row[place] for place in self.places])
        for relation, node in self.joined:
            below = node.made(row, using)
            relation.set_cached_value(instance, below)
            if below is not None and relation.one_to_one:
                relation.remote_field.set_cached_value(below, instance)
        for name, place in self.beside.items():
            instance.__dict__[name] = row[place]
        return instance
