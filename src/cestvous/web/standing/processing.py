"""The table of processing, made of what each table of the database declares of itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps

from cestvous.kernel.personal_data import DECLARED_FOR_LIBRARIES, KeptFor, PersonalData


@dataclass(frozen=True)
class Processed:
    """One line: what it is about, what is kept of somebody, for how long, and what for."""

    about: str
    kept_of_you: Sequence[str]
    how_long: str
    kept_for: KeptFor


def processing() -> list[Processed]:
    """What is kept about people, from the account upwards; tables about the same thing share a line."""
    lines: dict[tuple[str, str, KeptFor], dict[str, None]] = {}
    for data in _declared():
        if data.kept_for is not None:
            line = lines.setdefault((str(data.about), str(data.kept), data.kept_for), {})
            line.update(dict.fromkeys(str(words) for words in data.fields.values()))
    return [Processed(about, list(words), how_long, kept_for) for (about, how_long, kept_for), words in lines.items()]


def _declared() -> Iterator[PersonalData]:
    ours = [model.__dict__["personal"] for model in apps.get_models() if "personal" in model.__dict__]
    # Installed from the top of the house down; an account stands at its bottom.
    yield from reversed(ours)
    yield from DECLARED_FOR_LIBRARIES.values()
