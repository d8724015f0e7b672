"""Every table says what in it is personal data, and how long it is kept: the record of processing is built on this."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PersonalData:
    """``fields``: column to what it tells of a person. ``kept``: for how long, in words, and what ends it."""

    fields: dict[str, str] = field(default_factory=dict)
    kept: str = ""


NOTHING_PERSONAL = PersonalData()
# Tables of libraries can't carry the attribute; whoever uses the library declares them here, by label.
DECLARED_FOR_LIBRARIES: dict[str, PersonalData] = {}


def declare_for_library(label: str, data: PersonalData) -> None:
    """Declare the personal data of a table that is not ours, by its "app_label.ModelName"."""
    DECLARED_FOR_LIBRARIES[label] = data
