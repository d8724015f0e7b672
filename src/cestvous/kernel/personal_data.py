"""Every table says what in it is personal data, what for, and how long it is kept: the record of processing is built on
this, and so are what a person downloads about themselves and what the worker throws away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class KeptFor(StrEnum):
    """What personal data are kept for: one activity each of the record of processing."""

    ACCOUNT = "account"
    PARTICIPATION = "participation"
    OFFICE = "office"
    PROTECTION = "protection"


@dataclass(frozen=True)
class PersonalData:
    """``about``: what the table is about, to whoever reads the page on personal data and is spoken to as "you".

    ``fields``: column to what it tells of a person. ``kept``: for how long, in words, and what ends it. All of them can
    be translated: the page shows them. ``delay``: after how long, at the latest, rows that nothing keeps are thrown
    away; whoever declares one has it enforced by the worker, see ``institutions.privacy.tasks``.
    """

    about: "StrOrPromise" = ""
    fields: "Mapping[str, StrOrPromise]" = field(default_factory=dict)
    kept: "StrOrPromise" = ""
    kept_for: KeptFor | None = None
    delay: timedelta | None = None


NOTHING_PERSONAL = PersonalData()
# Tables of libraries can't carry the attribute; whoever uses the library declares them here, by label.
DECLARED_FOR_LIBRARIES: dict[str, PersonalData] = {}


def declare_for_library(label: str, data: PersonalData) -> None:
    """Declare the personal data of a table that is not ours, by its "app_label.ModelName"."""
    DECLARED_FOR_LIBRARIES[label] = data
