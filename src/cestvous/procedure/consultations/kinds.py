"""The kinds of activity. Each registers itself here from its ``kind.py``; the engine knows them by name only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cestvous.foundation.mandates.policy import Reader
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.rules.grid import Act, Purpose

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Missing:
    """One thing without which a gate stays shut: in words, and whom it waits for."""

    what: str
    waits_for: str


@dataclass(frozen=True)
class Gate:
    """What a kind asks for before a phase of this purpose, or of a later one if there is none, may be entered.

    ``missing`` is called with one activity and returns what is missing; nothing if the gate may open.
    """

    before: Purpose
    missing: Callable[[Activity], Sequence[Missing]]


@dataclass(frozen=True)
class KindAct:
    """An act as the rules know it, with the words of screens.

    ``label`` completes "you can now …"; ``check`` looks at the thing acted upon (one's own, withdrawn, …) and is asked
    last, once the act is open to this reader.
    """

    act: Act
    label: "StrPromise"
    # What may be acted upon is the kind's own: a contribution, a comment, an objection.
    check: Callable[[Reader, Any, datetime], Verdict] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of activity: its acts, its gates, its name on screens."""

    name: str
    label: "StrPromise"
    acts: tuple[KindAct, ...]
    gates: tuple[Gate, ...] = field(default=())

    def act(self, name: str) -> KindAct | None:
        return next((known for known in self.acts if known.act.name == name), None)


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Raises ValueError if its name is taken."""
    if kind.name in KINDS:
        raise ValueError(f"the kind {kind.name} is registered twice")
    KINDS[kind.name] = kind
    return kind


def acts_of_all() -> dict[str, list[Act]]:
    """Every kind's acts, as the rules want them."""
    return {kind.name: [known.act for known in kind.acts] for kind in KINDS.values()}


def act_named(name: str) -> KindAct:
    """The act of this name. Raises LookupError if no kind has it."""
    for kind in KINDS.values():
        found = kind.act(name)
        if found is not None:
            return found
    raise LookupError(f"no kind of activity has the act {name}")
