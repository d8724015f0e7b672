"""Comments under one thing, with replies and agreements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from cestvous.activities.contributions import events
from cestvous.foundation.discussions.models import Side
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.references import Reference
from tools.bench.seeding.crowd import Crowd, Speaker
from tools.bench.seeding.ledger import Ledger
from tools.bench.seeding.registering import Registering
from tools.bench.seeding.tables import Tables
from tools.bench.seeding.words import Writer


@dataclass(frozen=True)
class Discussed:
    """What is discussed: its thread, its public name, and since when it stands."""

    thread: int
    reference: Reference
    at: datetime


@dataclass(frozen=True)
class Discussing:
    number: int
    crowd: Crowd
    writer: Writer
    ledger: Ledger
    tables: Tables
    rng: Random
    register: Registering

    def under(self, discussed: Discussed, how_many: int) -> int:
        """So many comments, a quarter of them replies. Returns how many are shown."""
        shown, first, side = 0, (0, ""), ""
        for step in range(how_many):
            at = discussed.at + timedelta(minutes=45 + 11 * step)
            is_reply = bool(first[0]) and self.rng.random() < 0.25
            side = side if is_reply else self.rng.choice(Side.values)
            key, path, is_shown = self._comment(discussed, at, side, first if is_reply else (0, ""))
            shown += is_shown
            if not is_reply:
                first = (key, path) if is_shown else (0, "")
        return shown

    def _comment(self, discussed: Discussed, at: datetime, side: str, above: tuple[int, str]) -> tuple[int, str, bool]:
        tables, number = self.tables, self.register.one_more("comments")
        speaker = self.rng.choice(self.crowd.people)
        self.register.took_part(speaker, at)
        source, _version, digest = tables.source(
            Reference("comment", number, self.number), speaker, self.writer.remark(), at
        )
        note, on = self.ledger.note, discussed.reference
        note(at, events.COMMENTED, on, speaker.identifier, {"comment": number, "digest": digest})
        key, (parent, way) = tables.comments.next_key(), above
        path = f"{way}.{number:09d}" if parent else f"{number:09d}"
        agreed = self._agreements(key, number, speaker, on, at)
        tables.comments.add(
            key, discussed.thread, number, self.number, parent or None, path, 1 if parent else 0, side, source, agreed
        )
        is_shown = self.rng.random() >= 0.005
        if not is_shown:
            tables.standing(source, Standing.WITHDRAWN, at + timedelta(hours=3))
            note(at + timedelta(hours=3), events.COMMENT_WITHDRAWN, on, speaker.identifier, {"comment": number})
            self.register.one_less("comments")
        return key, path, is_shown

    def _agreements(self, comment: int, number: int, speaker: Speaker, on: Reference, at: datetime) -> int:
        many = min(20, int(self.rng.expovariate(3)))
        agreeing = [one for one in self.rng.sample(self.crowd.people, many) if one is not speaker]
        for step, one in enumerate(agreeing):
            when = at + timedelta(minutes=5 + step)
            self.tables.endorsements.add(self.tables.endorsements.next_key(), comment, one.author, when)
            self.ledger.note(when, events.ENDORSED, on, one.identifier, {"comment": number})
            self.register.took_part(one, when)
        return len(agreeing)
