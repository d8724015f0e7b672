"""Bringing a consultation to what it is now. Every write begins here, so that nothing depends on a job having run."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from cestvous.foundation.journal.actions import Facts, record
from cestvous.kernel import clock
from cestvous.kernel.databases import reading
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.events import PHASE_ENTERED, PHASE_WAITING
from cestvous.procedure.consultations.gates import begin_reading, missing_before, missing_when_read
from cestvous.procedure.consultations.kinds import Missing
from cestvous.procedure.consultations.models import Consultation, Phase, State
from cestvous.procedure.rules.schedule import PhaseTime, Settlement
from cestvous.procedure.rules.schedule import settle as settled


def lock(consultation: Consultation, *, exclusively: bool) -> None:
    """Hold the consultation until the transaction ends, and read it anew if it changed since it was loaded.

    In share mode writers don't wait for each other, only for a change of phase.
    """
    if connection.vendor == "postgresql" and not exclusively:
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Consultation._meta.db_table)
            cursor.execute(f"SELECT edition FROM {table} WHERE id = %s FOR SHARE", [consultation.pk])  # noqa: S608 — our own table
            (edition,) = cursor.fetchone()
    else:
        rows = Consultation.objects.select_for_update() if exclusively else Consultation.objects.all()
        edition = rows.values_list("edition", flat=True).get(pk=consultation.pk)
    if edition != consultation.edition:
        consultation.refresh_from_db()
        consultation.forget_procedure()


def settle(consultation: Consultation) -> datetime:
    """Lock the consultation, enter what is due, and return the instant that counts for the write that follows.

    Must run inside the write's transaction. The lock is shared, and exclusive only when a change of phase is due.
    """
    if not _begins_now(consultation, clock.now()):
        lock(consultation, exclusively=False)
        at = clock.now()
        if _nothing_to_do(consultation, at, missing_before):
            return at
    lock(consultation, exclusively=True)
    at = clock.now()
    if consultation.state == State.PUBLISHED and consultation.schedule.is_due(at):
        _apply(consultation, settled(consultation.schedule, at, lambda phase: missing_before(consultation, phase)))
    return at


def _begins_now(consultation: Consultation, at: datetime) -> bool:
    """Has the date of the next phase come, as far as this copy knows?

    Then the exclusive lock is taken at once: writers who crowd in at that instant would otherwise each hold the
    shared one and wait for all the others to let go of it.
    """
    date_has_come = consultation.state == State.PUBLISHED and consultation.schedule.is_due(at)
    return date_has_come and consultation.waiting_since is None


def _nothing_to_do(
    consultation: Consultation, at: datetime, missing: Callable[[Consultation, PhaseTime], list[Missing]]
) -> bool:
    if consultation.state != State.PUBLISHED or not consultation.schedule.is_due(at):
        return True
    coming = consultation.schedule.coming
    already_waiting = consultation.waiting_since is not None
    return already_waiting and coming is not None and bool(missing(consultation, coming))


def _apply(consultation: Consultation, settlement: Settlement) -> None:
    before = consultation.schedule
    after = settlement.schedule
    if after == before:
        return
    rows: dict[str, Phase] = {phase.key: phase for phase in consultation.phases}
    for phase in after.phases:
        row = rows[phase.key]
        if (row.starts_at, row.entered_at) != (phase.starts_at, phase.entered_at):
            row.starts_at, row.entered_at = phase.starts_at, phase.entered_at
            row.save(update_fields=["starts_at", "entered_at"])
    for entered in settlement.entered:
        position = rows[entered.key].position
        facts: Facts = {
            "phase": entered.key,
            "position": position,
            "late_by_seconds": int(entered.slid_by.total_seconds()),
        }
        record(PHASE_ENTERED, on=consultation.reference, at=entered.at, facts=facts)
    coming = after.coming
    if after.waiting_since is not None and after.waiting_since != before.waiting_since and coming is not None:
        facts = {"phase": coming.key, "conditions": len(settlement.missing)}
        record(PHASE_WAITING, on=consultation.reference, at=after.waiting_since, facts=facts)
    bump(consultation, waiting_since=after.waiting_since)


def bump(consultation: Consultation, **changes: object) -> None:
    """Save changes to a consultation whose lock is held, and let every copy of it know that it is stale."""
    Consultation.objects.filter(pk=consultation.pk).update(edition=F("edition") + 1, **changes)
    consultation.refresh_from_db()
    consultation.forget_procedure()


@action
def settle_in_a_transaction(consultation: Consultation) -> datetime:
    return settle(consultation)


def settle_for_reading(consultations: Iterable[Consultation], at: datetime) -> None:
    """Before a page is shown: enter what is due. Writes only on the rare read that comes first after a date."""
    for consultation in consultations:
        begin_reading(consultation)
        if not _nothing_to_do(consultation, at, missing_when_read) and reading.may_bring_up_to_date():
            settle_in_a_transaction(consultation)


def settle_all_due() -> int:
    """What the worker does, so that phases begin on time when nobody is looking. Returns how many phases began."""
    due = Consultation.objects.filter(
        Q(phase_rows__entered_at__isnull=True), state=State.PUBLISHED, phase_rows__starts_at__lte=clock.now()
    )
    consultations = Consultation.objects.filter(pk__in=due.values("pk")).with_procedure().order_by("pk")
    began = 0
    for consultation in consultations:
        before = _lived(consultation)
        settle_in_a_transaction(consultation)
        began += _lived(consultation) - before
    return began


def _lived(consultation: Consultation) -> int:
    """How many of its phases have begun."""
    return sum(phase.entered_at is not None for phase in consultation.schedule.phases)
