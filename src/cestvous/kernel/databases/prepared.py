"""Queries that are put together once, and asked again and again with other values.

Django makes the SQL of a query anew each time, which takes longer than the database takes to answer it. Here it is made
once for each shape of a query, with blanks where one page differs from the next. The rest is Django's: names of tables
and columns, joins, what each database wants, and what a column gives in Python.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Field, Func, IntegerField, Q, QuerySet
from django.db.models.expressions import Expression

from cestvous.kernel.databases import reading

Converter = Callable[[Any, Any, BaseDatabaseWrapper], Any]


@dataclass(frozen=True)
class _Hole:
    """The place of a value among the parameters of a query. ``field`` says what the database is given."""

    name: str
    field: "Field[Any, Any]"
    is_many: bool = False

    def filled(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Raises EmptyResultSet for a number that no such column holds: nothing is found by it."""
        if not self.is_many:
            if isinstance(value, int) and isinstance(self.field, IntegerField):
                least, most = connection.ops.integer_field_range(self.field.get_internal_type())
                if not least <= value <= most:
                    raise EmptyResultSet
            return self.field.get_db_prep_value(value, connection)
        keys = [self.field.get_prep_value(each) for each in value]
        return keys if connection.vendor == "postgresql" else json.dumps(keys)


class Blank(Expression):
    """A value that is told when the query is asked, under this name."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [_Hole(self.name, self.output_field)]


def blanks(name: str, field: "Field[Any, Any]", count: int) -> list[Blank]:
    """Blanks for so many values; ``filling`` tells them."""
    return [Blank(f"{name}_{index}", field) for index in range(count)]


def filling(name: str, values: Sequence[Any]) -> dict[str, Any]:
    return {f"{name}_{index}": value for index, value in enumerate(values)}


def any_of(column: str, values: Iterable[Any]) -> Q:
    """Is a column one of a few values, blanks among them? Where it is one, an index goes on in its order after it."""
    return reduce(or_, (Q(**{column: value}) for value in values), Q(pk__in=()))


class Among(Func):
    """Is an expression one of many values, told when the query is asked? One parameter, however many they are."""

    output_field = BooleanField()

    def __init__(self, expression: Any, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(expression)
        self.hole = _Hole(name, field, is_many=True)

    def as_sql(self, compiler: Any, connection: Any, *_asked: Any, **_context: Any) -> tuple[str, Any]:
        (expression,) = self.get_source_expressions()
        sql, params = compiler.compile(expression)
        many = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
        return f"{sql} {many}", [*params, self.hole]


@dataclass(frozen=True)
class _Statement:
    """A query as a database takes it. ``converted``: the columns whose values are made into something else."""

    sql: str
    params: tuple[Any, ...]
    converted: tuple[tuple[int, Any], ...]

    @classmethod
    def of(cls, rows: "QuerySet[Any, Any]", connection: BaseDatabaseWrapper) -> "_Statement | None":
        """None if the query can find nothing, whatever it is told."""
        compiler = rows.query.get_compiler(connection.alias)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        columns = [expression for expression, _sql, _alias in compiler.select]
        # Not the converters themselves, which belong to the connection of this thread.
        return cls(sql, tuple(params), tuple((index, columns[index]) for index in compiler.get_converters(columns)))

    def answer(self, told: dict[str, Any], connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        try:
            given = [
                each.filled(told[each.name], connection) if isinstance(each, _Hole) else each for each in self.params
            ]
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return self._converted(rows, connection) if self.converted and rows else rows

    def _converted(self, rows: Sequence[tuple[Any, ...]], connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        lists = [list(row) for row in rows]
        for index, column in self.converted:
            converters: list[Converter] = [
                *connection.ops.get_db_converters(column),
                *column.get_db_converters(connection),
            ]
            for row in lists:
                for convert in converters:
                    row[index] = convert(row[index], column, connection)
        return [tuple(row) for row in lists]


class Prepared:
    """A query whose rows are plain values (``values_list``), put together by ``build`` once for each of its shapes.

    ``build`` is given the shape and nothing else; what differs without changing the SQL stands in it as a ``Blank``.
    Shapes are few: each is kept for as long as the process lives.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]") -> None:
        self.build = build
        self._known: dict[tuple[str, tuple[Hashable, ...]], _Statement | None] = {}

    def rows(self, *shape: Hashable, **told: Any) -> list[tuple[Any, ...]]:
        """What the database answers that is read from now. Raises KeyError if a blank is told nothing."""
        connection = reading.connection()
        known_by = (connection.alias, shape)
        if known_by not in self._known:
            # Two threads may do so at once: they come to the same.
            self._known[known_by] = _Statement.of(self.build(*shape), connection)
        statement = self._known[known_by]
        return [] if statement is None else statement.answer(told, connection)
