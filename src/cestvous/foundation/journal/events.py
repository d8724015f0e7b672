"""The kinds of event that the journal may hold. Each app declares its own in a file of this name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class EventKind:
    """``name`` is permanent ("contributions.submitted"); ``label`` is what the public page says happened."""

    name: str
    label: "StrPromise"
    public: bool = True


KINDS: dict[str, EventKind] = {}


def declare(name: str, label: "StrPromise", *, public: bool = True) -> EventKind:
    """Declare a kind of event. Raises ValueError if the name is taken."""
    if name in KINDS:
        raise ValueError(f"the event {name} is declared twice")
    KINDS[name] = EventKind(name, label, public)
    return KINDS[name]
