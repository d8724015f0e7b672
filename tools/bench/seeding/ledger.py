"""The journal of what is made at once: entries with their seals, in one chain with those that the actions wrote."""

import json
from datetime import datetime
from operator import itemgetter
from random import Random

from cestvous.foundation.journal.actions import Facts, seal
from cestvous.foundation.journal.events import EventKind
from cestvous.foundation.journal.models import Event, Seal
from cestvous.kernel import digests
from cestvous.kernel.references import Reference
from tools.bench.seeding.rows import Table

Entry = tuple[datetime, EventKind, Reference, str, Facts]


def seal_everything() -> None:
    """Number and chain what the actions wrote so far."""
    while seal():
        pass


class Ledger:
    """Collects what happened, then numbers and chains it by its date. ``begin`` first: actions wrote in between."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.entries: list[Entry] = []
        self.events = Table(
            Event, "id", "kind", "at", "recorded_at", "consultation", "subject_kind", "subject_number", "actor",
            "facts", "public", "salt",
        )  # fmt: skip
        self.seals = Table(Seal, "number", "event_id", "digest", "link")
        self.number, self.link = 0, digests.GENESIS

    def begin(self) -> None:
        seal_everything()
        last = Seal.objects.last_numbered()
        self.number, self.link = (last.number, last.link) if last else (0, digests.GENESIS)

    def note(self, at: datetime, kind: EventKind, on: Reference, actor: str = "", facts: Facts | None = None) -> None:
        self.entries.append((at, kind, on, actor, facts or {}))

    def write(self) -> None:
        for at, kind, on, actor, facts in sorted(self.entries, key=itemgetter(0)):
            salt, key, when = f"{self.rng.getrandbits(128):032x}", self.events.next_key(), at.isoformat()
            content = {
                "kind": kind.name,
                "at": when,
                "recorded_at": when,
                "consultation": on.consultation,
                "subject": {"kind": on.kind, "number": on.number},
                "actor": actor,
                "facts": facts,
            }
            digest = digests.salted(salt, digests.canonical(content))
            self.number += 1
            self.link = digests.link(self.link, self.number, digest)
            self.events.add(
                key, kind.name, at, at, on.consultation, on.kind, on.number, actor, json.dumps(facts), kind.public, salt
            )
            self.seals.add(self.number, key, digest, self.link)
        self.entries.clear()
        self.events.write()
        self.seals.write()
