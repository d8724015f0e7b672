"""A form that holds lists: each thing on a line of its own, a few blank ones at the end, all without script.

Saving gives new blank lines. A line that is emptied, or ticked to be taken out, is gone; lines are put in the order of
their places.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.kernel.dates import day_in_words
from cestvous.web.fields import Sent
from cestvous.web.requests import whole_number

BLANK, MOST = 3, 40


@dataclass(frozen=True)
class Lines:
    """One list of a form: what stands on each line, by name, and which of it no line can do without."""

    name: str
    columns: Mapping[str, Callable[[], forms.Field]]
    needed: frozenset[str]


@dataclass(frozen=True)
class Line:
    """One line as it is drawn: ``told`` says whether it holds something already."""

    number: int
    told: bool
    cells: Mapping[str, forms.BoundField]
    place: forms.BoundField
    out: forms.BoundField


class LinesForm(forms.Form):
    """``lists`` says which lists the form holds; ``held``, by their names, what stands in them now."""

    lists: ClassVar[tuple[Lines, ...]] = ()
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Sent = None, *, held: Mapping[str, Sequence[Mapping[str, object]]], edition: int
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"edition": edition})
        self.held = held
        self.counts: dict[str, int] = {}
        for each in self.lists:
            rows = held[each.name]
            sent = whole_number((data or {}).get(f"{each.name}-count"), most=MOST)
            count = self.counts[each.name] = min(MOST, sent if sent is not None else len(rows) + BLANK)
            self.fields[f"{each.name}-count"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=count, required=False
            )
            for number in range(count):
                self._add(each, number, rows[number] if number < len(rows) else {})

    def _add(self, each: Lines, number: int, row: Mapping[str, object]) -> None:
        for column, make in each.columns.items():
            field = make()
            field.required, field.initial = False, row.get(column)
            self.fields[f"{each.name}-{number}-{column}"] = field
        self.fields[f"{each.name}-{number}-place"] = forms.IntegerField(
            label=gettext_lazy("Place"), initial=number + 1, required=False, min_value=1, max_value=999
        )
        self.fields[f"{each.name}-{number}-out"] = forms.BooleanField(
            label=gettext_lazy("Take this line out"), required=False
        )

    def lines(self, name: str) -> list[Line]:
        """The lines of one list, as they are drawn."""
        each = next(one for one in self.lists if one.name == name)
        drawn = []
        for number in range(self.counts[name]):
            begin = f"{name}-{number}"
            cells = {column: self[f"{begin}-{column}"] for column in each.columns}
            told = any(cell.value() for cell in cells.values())
            drawn.append(Line(number + 1, told, cells, self[f"{begin}-place"], self[f"{begin}-out"]))
        return drawn

    def only_held(self) -> list[list[str]]:
        """The lines that stand in the lists now and that what was sent would take out or change, each as its words."""
        return [
            [words for value in row.values() if (words := _in_words(value))]
            for each in self.lists
            for row in self.held[each.name]
            if {name: row.get(name) or None for name in each.columns} not in self._sent(each)
        ]

    def _sent(self, each: Lines) -> list[dict[str, object]]:
        rows = self.cleaned_data.get(each.name, [])
        return [{name: row.get(name) or None for name in each.columns} for row in rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for each in self.lists:
            numbered = [(cleaned.get(f"{each.name}-{number}-place") or 999, number) for number in self._told(each)]
            cleaned[each.name] = [self._row(each, number) for _place, number in sorted(numbered)]
        return cleaned

    def _told(self, each: Lines) -> list[int]:
        """The numbers of the lines that say something; what they lack is said at its field."""
        told = []
        for number in range(self.counts[each.name]):
            begin = f"{each.name}-{number}"
            row = self._row(each, number)
            if self.cleaned_data.get(f"{begin}-out") or not any(row.values()):
                continue
            told.append(number)
            for column in each.needed:
                if not row[column] and f"{begin}-{column}" not in self.errors:
                    self.add_error(f"{begin}-{column}", _("This line lacks it: fill it in, or take the line out."))
            self.judge(begin, row)
        return told

    def judge(self, begin: str, row: Mapping[str, object]) -> None:
        """What else must be true of a line, whose fields' names start with ``begin``."""

    def _row(self, each: Lines, number: int) -> dict[str, object]:
        return {column: self.cleaned_data.get(f"{each.name}-{number}-{column}") for column in each.columns}


def _in_words(value: object) -> str:
    """A cell as people read it; nothing for a box, ticked or not."""
    if isinstance(value, date):
        return day_in_words(value)
    return value if isinstance(value, str) else ""
