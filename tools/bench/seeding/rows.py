"""Rows on their way into a table: collected, then copied at once."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max


class Table:
    """Rows of one model, each given as its values for ``names``, in their order; other columns take their default."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [field for name, field in fields.items() if name not in names]
        unknown = [
            field.attname for field in others if field.primary_key or (field.has_default() and callable(field.default))
        ]
        if unknown:
            raise ValueError(f"{model.__name__} needs {', '.join(unknown)}")
        self.model = model
        self.columns = [*(str(fields[name].column) for name in names), *(str(field.column) for field in others)]
        self.defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
        self.rows: list[tuple[Any, ...]] = []
        self._last: int | None = None

    def next_key(self) -> int:
        if self._last is None:
            self._last = self.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        self._last += 1
        return self._last

    def add(self, *values: object) -> None:
        self.rows.append((*values, *self.defaults))

    def write(self) -> None:
        """Copy what was collected. Keys are ours: the sequence that gives them goes on after them."""
        if not self.rows:
            return
        quote = connection.ops.quote_name
        columns = ", ".join(quote(column) for column in self.columns)
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {quote(self.model._meta.db_table)} ({columns}) FROM STDIN") as copy:
                for row in self.rows:
                    copy.write_row(row)
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)
        self.rows.clear()
        self._last = None


def write_all(tables: Iterable[Table]) -> None:
    for table in tables:
        table.write()


def without_looking_up(write: Callable[[], object]) -> None:
    """Write rows whose references hold by construction: looking each one up takes longer than all the rest.

    Only who owns the server may say so; for others the database looks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (owns_server,) = cursor.fetchone()
        if owns_server:
            cursor.execute("SET LOCAL session_replication_role = replica")
        write()
        if owns_server:
            cursor.execute("SET LOCAL session_replication_role = origin")


def look_again() -> None:
    """Let the planner know how much there is, as the database does by itself in the course of a day."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
