"""What is said in one consultation: contributions, comments, positions, agreements, written at once.

Each is as its action would have left it: rows, counters, register, journal. Numbers follow the order of time.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from cestvous.activities.contributions import events
from cestvous.activities.contributions.actions.drawers import Place
from cestvous.activities.contributions.models import Stance, tendency_of
from cestvous.foundation.journal.actions import Facts
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from tools.bench.seeding.crowd import Crowd, Speaker
from tools.bench.seeding.discussing import Discussed, Discussing
from tools.bench.seeding.ledger import Ledger
from tools.bench.seeding.progress import tell
from tools.bench.seeding.registering import Registering
from tools.bench.seeding.rows import look_again, without_looking_up
from tools.bench.seeding.shapes import Shape
from tools.bench.seeding.tables import Tables
from tools.bench.seeding.words import Writer, Written

AT_ONCE = 2_000
_STANCES = (Stance.FOR, Stance.AGAINST, Stance.MIXED)
_RARE = 7


@dataclass
class Voices:
    """Speaks ``count`` times in ``consultation`` between two instants."""

    consultation: Consultation
    crowd: Crowd
    writer: Writer
    ledger: Ledger
    tables: Tables
    rng: Random
    shape: Shape
    begins: datetime
    ends: datetime

    def __post_init__(self) -> None:
        self.number = self.consultation.number
        self.register = Registering(self.consultation)
        self.discussing = Discussing(self.number, self.crowd, self.writer, self.ledger, self.tables, self.rng,
                                     self.register)  # fmt: skip
        self.activity = next(row.pk for row in self.consultation.activities if row.kind == "contributions")
        self.said: list[Written] = []

    def speak(self, count: int, long_thread: int = 0) -> int:
        """Say it all. Returns the number of the contribution under which ``long_thread`` comments stand."""
        self.ledger.begin()
        discussed = max(1, count // 2)
        rare = set(self.rng.sample(range(1, count + 1), min(_RARE, count)))
        for start in range(1, count + 1, AT_ONCE):
            with transaction.atomic():
                for number in range(start, min(start + AT_ONCE, count + 1)):
                    at = self.begins + (self.ends - self.begins) * (number - 1) / count
                    at = at.replace(microsecond=0)
                    self._contribution(number, at, number in rare, long_thread if number == discussed else 0)
                without_looking_up(self._write)
            if count > AT_ONCE:
                tell(f"  consultation {self.number}: {min(start + AT_ONCE - 1, count)} of {count}")
        with transaction.atomic():
            self.register.write()
        look_again()
        return discussed

    def _write(self) -> None:
        self.tables.write()
        self.ledger.write()

    def _words(self, is_rare: bool) -> Written:
        chance = self.rng.random()
        if is_rare:
            return self.writer.rare()
        if chance < 0.01:
            return self.writer.campaign()
        if chance < 0.03 and self.said:
            return self.rng.choice(self.said)
        words = self.writer.proposal()
        if len(self.said) < 5_000:
            self.said.append(words)
        return words

    def _contribution(self, number: int, at: datetime, is_rare: bool, long_thread: int) -> None:
        rng, tables = self.rng, self.tables
        is_for_many = rng.random() < 0.01
        author = rng.choice(self.crowd.organisations if is_for_many else self.crowd.people)
        self.register.took_part(author, at, is_for_many)
        reference = Reference("contribution", number, self.number)
        words = self._words(is_rare)
        source, version, digest = tables.source(reference, author, words, at, accountable=True)
        facts: Facts = {"digest": digest}
        actor = author.identifier
        if is_for_many:
            facts["for"] = author.identifier
            actor = next(one.identifier for one in self.crowd.people[-12:] if one.person == author.person)
        self.ledger.note(at, events.SUBMITTED, reference, actor, facts)
        self.register.one_more("contributions")
        if not is_for_many and not is_rare and rng.random() < 0.05:
            words = self.writer.proposal()
            version, digest = tables.again(source, words, at + timedelta(minutes=20))
            self.ledger.note(
                at + timedelta(minutes=20), events.EDITED, reference, actor, {"version": 2, "digest": digest}
            )
        contribution, thread = tables.contributions.next_key(), tables.threads.next_key()
        counts = self._positions(contribution, version, source, reference, at)
        is_shown = rng.random() >= 0.005 or is_rare or bool(long_thread) or is_for_many
        if not is_shown:
            gone = at + timedelta(hours=5)
            tables.standing(source, Standing.WITHDRAWN, gone)
            self.ledger.note(gone, events.WITHDRAWN, reference, actor)
            self.register.one_less("contributions")
        how_many = long_thread or min(60, int(rng.expovariate(1 / (self.shape.comments + 0.5))))
        shown = self.discussing.under(Discussed(thread, reference, at), how_many)
        tables.threads.add(thread, "contribution", number, self.number, shown)
        theme = rng.choice(self.crowd.themes).pk if rng.random() < 0.9 else None
        place = rng.choice(self.crowd.neighbourhoods).pk if rng.random() < 0.7 else None
        fors, againsts, mixed = (counts[stance] for stance in _STANCES)
        tendency = tendency_of(fors, againsts, mixed) or ""
        if is_shown:
            self.register.voices[author.author] += 1
            self.register.drawers[Place(self.activity, theme or 0, place or 0, tendency, is_for_many)] += 1
        tables.contributions.add(
            contribution, self.activity, number, source, thread, theme, place, fors, againsts, mixed, tendency,
            is_for_many, is_shown, words.fingerprint,
        )  # fmt: skip

    def _positions(self, contribution: int, version: int, source: int, on: Reference, at: datetime) -> Counter[Stance]:
        """Most people stand on few contributions, and few contributions move many."""
        rng, counts = self.rng, Counter[Stance]()
        mean = self.shape.positions * (5 if rng.random() < 0.1 else 0.6)
        many = min(40, int(rng.expovariate(1 / (mean + 0.3))))
        leaning = rng.choice(((8, 1, 1), (5, 4, 1), (1, 1, 1), (1, 6, 1)))
        versions = self.tables.number_of[version]
        for step, speaker in enumerate(rng.sample(self.crowd.people, many)):
            when = at + timedelta(minutes=30 + 7 * step)
            stance = rng.choices(_STANCES, leaning)[0]
            counts[stance] += 1
            reason = self._reason(speaker, when) if rng.random() < 0.06 else None
            self.tables.positions.add(
                self.tables.positions.next_key(), contribution, speaker.author, stance, version, reason, when
            )
            self.ledger.note(when, events.POSITION_TAKEN, on, speaker.identifier, {"version": versions})
            self.register.took_part(speaker, when)
            self.register.one_more("positions")
        return counts

    def _reason(self, speaker: Speaker, at: datetime) -> int:
        reference = Reference("reason", self.register.one_more("reasons"), self.number)
        return self.tables.source(reference, speaker, self.writer.remark(), at, is_named=False)[0]
