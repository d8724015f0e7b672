"""What is said and decided as tables, for a spreadsheet: CSV, described in docs/open-data-format.md."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cestvous.activities.contributions import kind as contributions
from cestvous.activities.decisions import kind as decisions
from cestvous.activities.syntheses import kind as syntheses
from cestvous.web.consultations.finding import Found
from cestvous.web.takeaway.decided import answer_lines, commitment_lines
from cestvous.web.takeaway.findings import citation_lines, finding_lines
from cestvous.web.takeaway.lines import Line
from cestvous.web.takeaway.voices import comment_lines, contribution_lines

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BYTE_ORDER_MARK = "\ufeff"
# In the first cell of the last line, where every row has a number.
END = "end"
# With one of these first, a spreadsheet takes what somebody wrote for a formula and reckons with it.
# The wide signs are the same to a spreadsheet in Japanese or Chinese.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SPOKEN = (
    "standing", "standing_since", "author.name", "author.kind", "author.function", "said_at", "recorded_at", "language",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One CSV file. ``columns``: where their values stand in the lines of the whole; a dot goes one level down."""

    name: str
    kind: str
    title: "StrPromise"
    holds: "StrPromise"
    lines: Callable[[Found], Iterator[Line]]
    columns: tuple[str, ...]

    @property
    def heads(self) -> list[str]:
        return [column.replace(".", "_") for column in self.columns]


TABLES = {
    table.name: table
    for table in (
        Table(
            "contributions",
            contributions.NAME,
            _("Contributions"),
            _("Each contribution as it reads today, its author, and how many people stand for, against or in between."),
            contribution_lines,
            (
                "number", "address", *_SPOKEN, "theme", "neighbourhood", "version", "written_at", "title", "body",
                "positions.for", "positions.mixed", "positions.against", "positions_elsewhere.for",
                "positions_elsewhere.mixed", "positions_elsewhere.against", "comments", "place", "author.through.name",
                "author.through.function", "files",
            ),
        ),
        Table(
            "comments",
            contributions.NAME,
            _("Comments"),
            _("What was said under contributions and findings, and how many people agree with it."),
            comment_lines,
            (
                "number", "address", "on.kind", "on.number", "reply_to", "side", *_SPOKEN, "body", "endorsements",
                "endorsements_elsewhere",
            ),
        ),
        Table(
            "findings",
            syntheses.NAME,
            _("Findings"),
            _("What the synthesis states, as it reads today, under which heading."),
            partial(finding_lines, only_current=True),
            ("number", "version", "address", "section", "title", "body", "reason", "written_at", "synthesis_version"),
        ),
        Table(
            "citations",
            syntheses.NAME,
            _("Citations"),
            _("Which text each finding rests on, whole or by which passage."),
            partial(citation_lines, only_current=True),
            (
                "finding", "finding_version", "source.kind", "source.number", "source.version", "standing", "whole",
                "passage", "start", "end",
            ),
        ),
        Table(
            "answers",
            decisions.NAME,
            _("Answers"),
            _("What was decided on each finding, and why."),
            partial(answer_lines, only_current=True),
            ("decision_version", "finding", "outcome", "reasons", "referred_to"),
        ),
        Table(
            "commitments",
            decisions.NAME,
            _("Commitments"),
            _("What the city undertakes, by whom, by when, and how it goes."),
            commitment_lines,
            (
                "number", "address", "title", "body", "owner", "first_due_on", "due_on", "state", "findings",
                "decision_version",
            ),
        ),
    )
}  # fmt: skip


class _Handed:
    """Where the CSV writer writes: it hands each row straight back."""

    def write(self, row: str) -> str:
        return row


def rows_of(table: Table, found: Found) -> Iterator[str]:
    """The table: its heads first, and last a line that says how many rows stand between."""
    writer = csv.writer(_Handed())
    yield BYTE_ORDER_MARK + writer.writerow(table.heads)
    count = 0
    for line in table.lines(found):
        count += 1
        yield writer.writerow([_cell(_value(line, column)) for column in table.columns])
    yield writer.writerow([END, str(count), *[""] * (len(table.columns) - 2)])


def _value(line: Line, column: str) -> object:
    value: object = line
    for step in column.split("."):
        value = value[step] if isinstance(value, dict) else None
    return value


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return defused(" / ".join(map(str, value)))
    return str(value) if isinstance(value, int) else defused(str(value))


def defused(words: str) -> str:
    """The words, after an apostrophe if a spreadsheet would take them for a formula."""
    return f"'{words}" if words.startswith(FORMULA) else words
