"""Writers, a sealer, somebody who commits late and readers, each in a process of its own on one PostgreSQL."""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from unittest.mock import patch

from django.db import connections, transaction

from cestvous.activities.contributions.actions import comment, submit, take_position
from cestvous.activities.contributions.models import Stance
from cestvous.foundation.journal.actions import record, seal
from cestvous.foundation.journal.events import KINDS
from cestvous.foundation.journal.models import Event, Seal, Unsealed
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock, digests
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_consultation, a_neighbourhood, a_person, activity, appointed, fresh

WRITERS, READERS = 4, 2
PEOPLE_EACH = 25
LATE_SECONDS = 0.2
TICKS = os.sysconf("SC_CLK_TCK")
FORK = multiprocessing.get_context("fork")
OVER, ALL_SEALED = FORK.Event(), FORK.Event()


@dataclass(frozen=True)
class Round:
    """``processes``, ``server``: milliseconds of processor for one write, in our processes and in the database's."""

    journalled: bool
    rate: float
    processes: float
    server: float

    @property
    def both(self) -> float:
        return self.processes + self.server


@dataclass
class Others:
    """What went on beside the writers: ``seen`` by each reader, in order; ``sealing``, seconds of processor."""

    late: int = 0
    sealing: float = 0
    entries: int = 0
    seen: tuple[list[int], ...] = ()

    @property
    def per_entry(self) -> float:
        return 1_000 * self.sealing / max(self.entries, 1)


def make_a_city() -> None:
    """A consultation in which people contribute, and those who will."""
    with clock.at(clock.now() - timedelta(days=30)):
        agent, official = a_person("Nadia Weber"), a_person("Claire Muller")
        appointed(agent, Role.AGENT, "chargée de participation")
        appointed(official, Role.OFFICIAL, "adjointe à l'urbanisme")
        consultation = a_consultation(agent, official)
    settle_for_reading([consultation], clock.now())
    home = a_neighbourhood("Drouot", 5_100)
    with patch.object(Person, "set_password"):
        for _person in range(WRITERS * PEOPLE_EACH):
            a_person(neighbourhood=home)


# --- Writing ----------------------------------------------------------------------------------------------------------
def one_round(server: int, seconds: float, *, journalled: bool) -> Round:
    """All writers at once, for so long, with or without the journal. ``server`` is the database's process."""
    connections.close_all()
    before = _processor_of(server)
    with ProcessPoolExecutor(WRITERS, FORK) as pool:
        done = [pool.submit(_write, writer, seconds, journalled) for writer in range(WRITERS)]
        counted = [each.result() for each in done]
    writes = sum(number for number, _processor in counted)
    processor = sum(processor for _number, processor in counted)
    time.sleep(0.2)  # the server's processes that are ending are counted once they have
    spent = _processor_of(server) - before
    return Round(journalled, writes / seconds, 1_000 * processor / writes, 1_000 * spent / writes)


def _write(writer: int, seconds: float, journalled: bool) -> tuple[int, float]:
    """How many writes in so long, and the seconds of processor that they took here."""
    with nullcontext() if journalled else _without_journal():
        writes, done = _writes(writer), 0
        next(writes)
        until, began = time.monotonic() + seconds, time.process_time()
        while time.monotonic() < until:
            next(writes)
            done += 1
        return done, time.process_time() - began


def _writes(writer: int) -> Iterator[None]:
    """Contribute, comment on it, take position on it, and so on: each ``next`` does one."""
    residents = Person.objects.exclude(neighbourhood=None).select_related("neighbourhood").order_by("pk")
    people = cycle(list(residents)[writer::WRITERS])
    about = activity(fresh(Consultation.objects.get()), "contributions")
    for turn in count():
        title = f"Des bancs à l'ombre, {os.getpid()}-{turn}"
        said = submit(by=next(people), to=about, title=title, body="Il manque des bancs devant l'école. " * 8)
        yield
        comment(by=next(people), under=said, body="Et une fontaine.")
        yield
        take_position(by=next(people), contribution=said, stance=Stance.FOR)
        yield


def _nothing(*_what: object, **_how: object) -> None:
    """Stands in the place of ``record``."""


@contextmanager
def _without_journal() -> Iterator[None]:
    """Whoever imported ``record`` by its name finds nothing in its place. The city itself can't switch it off."""
    holders = [module for module in list(sys.modules.values()) if getattr(module, "record", None) is record]
    with ExitStack() as stack:
        for module in holders:
            stack.enter_context(patch.object(module, "record", _nothing))
        yield


def _processor_of(server: int) -> float:
    """Seconds of processor that a server and its children took, those that have ended included."""
    children = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    own, ended = _times(server, 11, 15), 0.0
    for child in children:
        try:
            ended += _times(child, 11, 13)
        except OSError:  # it has just ended
            continue
    return own + ended


def _times(pid: int, first: int, beyond: int) -> float:
    """Fields of ``/proc/PID/stat`` after the name of the program, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[first:beyond])) / TICKS


# --- Meanwhile --------------------------------------------------------------------------------------------------------
@contextmanager
def meanwhile() -> Iterator[Others]:
    """A sealer, somebody who commits late and READERS readers, until this ends. What they did is known then."""
    others = Others()
    connections.close_all()
    with ProcessPoolExecutor(2 + READERS, FORK) as pool:
        sealer, late = pool.submit(_keep_sealing), pool.submit(_commit_late)
        readers = [pool.submit(_follow) for _reader in range(READERS)]
        try:
            yield others
        finally:
            OVER.set()
            others.late, others.sealing = late.result(), sealer.result()
            ALL_SEALED.set()
            others.seen = tuple(reader.result() for reader in readers)
    others.entries = Seal.objects.count()


def _keep_sealing() -> float:
    """As the worker does, and at the end all that is left. Returns the seconds of processor that it took here."""
    began = time.process_time()
    while not OVER.wait(1):
        seal()
    time.sleep(2 * LATE_SECONDS)
    while seal():
        pass
    return time.process_time() - began


def _commit_late() -> int:
    """Record, and let others pass before the commit. Returns how often."""
    late = 0
    while not OVER.wait(LATE_SECONDS):
        with transaction.atomic():
            record(KINDS["consultations.published"], on=Reference("consultation", 1), at=clock.now())
            time.sleep(LATE_SECONDS)
        late += 1
    return late


def _follow() -> list[int]:
    """Read on from a bookmark, the last number seen. Returns the events seen; in the end there is nothing more to seal,
    and what it has not seen by then it has skipped."""
    bookmark, seen, is_last = 0, list[int](), False
    while not is_last:
        is_last = ALL_SEALED.wait(0.05)
        for number, event in Seal.objects.filter(number__gt=bookmark).order_by("number").values_list("number", "event"):
            bookmark = number
            seen.append(event)
    return seen


def faults(others: Others) -> list[str]:
    """What is wrong with the register now that all is done, in words."""
    found = []
    events = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    if Unsealed.objects.exists():
        found.append("An event was never sealed.")
    previous, sealed = digests.GENESIS, list[int]()
    for number, each in enumerate(Seal.objects.select_related("event").order_by("number").iterator(), start=1):
        sealed.append(each.event_id)
        if each.number != number:
            found.append(f"A gap before entry {each.number}.")
        if each.digest != each.event.digest() or each.link != digests.link(previous, each.number, each.digest):
            found.append(f"The chain breaks at entry {each.number}.")
        previous = each.link
    if sorted(sealed) != events:
        found.append("Committed events and entries are not the same.")
    found += [f"Reader {reader} skipped an entry." for reader, seen in enumerate(others.seen) if seen != sealed]
    return found
