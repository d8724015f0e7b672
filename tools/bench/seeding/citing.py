"""The synthesis of a consultation: findings, what they cite, and all the rest set aside with its reason."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import TypeVar

from django.db import transaction

from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses import events
from cestvous.activities.syntheses.actions.reckoning import reckon, rest
from cestvous.activities.syntheses.models import Citation, Finding, SetAsideReason, Synthesis, waiting
from cestvous.foundation.sources.models import Passage, Source
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Activity, Consultation
from tools.bench.seeding.building import Building, lived
from tools.bench.seeding.progress import tell
from tools.bench.seeding.rows import Table, look_again, without_looking_up

T = TypeVar("T")
_CITED = 0.3
_AT_ONCE, _ASIDE_AT_ONCE = 5_000, 1_000
_SECTIONS = ("Marcher et rouler", "Se reposer", "Planter", "Se retrouver", "Dormir", "Apprendre", "Acheter", "Décider")
_REASONS = {
    SetAsideReason.OFF_TOPIC: "Ces textes parlent d'autre chose que de la question posée.",
    SetAsideReason.OUTSIDE_COMPETENCE: "Ces demandes relèvent de la région : elles lui sont transmises.",
    SetAsideReason.DUPLICATE: "Ces textes disent la même chose que d'autres, qui sont cités.",
    SetAsideReason.OTHER: "Ces demandes sont déjà réalisées, ou prévues cette année.",
}


def account_for(consultation: Consultation, building: Building) -> None:
    """Write, cite, set aside and publish, in the phase of the synthesis."""
    begins, ends = building.when(-98), building.when(-84)
    from_then_on = lived(consultation, begins + timedelta(minutes=1))
    activity = next(row for row in from_then_on.activities if row.kind == "syntheses")
    findings = _write(activity, building, begins + timedelta(hours=1))
    _cite(activity, findings, building, begins + timedelta(days=2))
    with clock.at(begins + timedelta(days=6)):
        for number, sources in enumerate(_batches(list(waiting(activity.consultation)), _ASIDE_AT_ONCE), start=1):
            reason = list(_REASONS)[number % len(_REASONS)]
            by, words = building.by_agent(), _REASONS[reason]
            syntheses.set_aside(by=by, activity=activity, sources=sources, reason=reason, words=words)
        tell("  all is accounted for")
    look_again()
    with clock.at(ends - timedelta(days=1)):
        syntheses.publish(by=building.by_agent(), activity=activity)
    lived(consultation, ends + timedelta(minutes=1))


def _write(activity: Activity, building: Building, at: datetime) -> list[Finding]:
    by, writer = building.by_agent(), building.writer
    with clock.at(at):
        sections = [syntheses.add_section(by=by, activity=activity, title=title) for title in _SECTIONS]
        findings = []
        for number in range(building.shape.findings):
            section = sections[number * len(sections) // building.shape.findings]
            section.synthesis.activity = activity
            title = f"{writer.proposal().title} ({number + 1})"
            findings.append(syntheses.add_finding(by=by, section=section, title=title, body=writer.written(6).body))
    return findings


def _cite(activity: Activity, findings: list[Finding], building: Building, at: datetime) -> None:
    """Three texts in ten are cited, one in ten of those twice; half of them by a passage."""
    consultation, rng, ledger = activity.consultation, building.rng, building.ledger
    passages = Table(Passage, "id", "version_id", "start", "end")
    citations = Table(Citation, "id", "finding_version_id", "source_id", "version_id", "passage_id", "number")
    synthesis = Synthesis.objects.get(activity=activity)
    synthesis.activity = activity
    actor, reference = building.crowd.agent.author.identifier, synthesis.reference
    ledger.begin()
    rows = Source.objects.of_consultation(consultation.number).to_account_for().order_by("pk")
    bare = list(findings)
    for batch in _batches(rows.values_list("pk", "current_id", "current__body", "number").iterator(2_000), _AT_ONCE):
        cited = []
        for source, version, body, number in batch:
            if not bare and rng.random() >= _CITED:
                continue
            chosen = [bare.pop()] if bare else rng.sample(findings, 2 if rng.random() < 0.1 else 1)
            for finding in chosen:
                passage = None
                if rng.random() < 0.5 and finding is chosen[0]:
                    passage = passages.next_key()
                    passages.add(passage, version, *_stretch(body, rng))
                citations.add(citations.next_key(), finding.current_id, source, version, passage, number)
                cited.append(source)
                ledger.note(at, events.DRAFTED, reference, actor, {"what": "cited"})

        def write() -> None:
            passages.write()
            citations.write()
            ledger.write()

        with transaction.atomic():
            without_looking_up(write)
            reckon(cited)
    look_again()
    for finding in findings:
        with transaction.atomic():
            rest(finding.words)


def _stretch(body: str, rng: Random) -> tuple[int, int]:
    """Where one sentence of a text stands."""
    starts = [0]
    while (end := body.find(". ", starts[-1])) >= 0:
        starts.append(end + 2)
    start = rng.choice(starts)
    end = body.find(".", start) + 1
    return start, end or len(body)


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    coming = iter(rows)
    while batch := list(islice(coming, size)):
        yield batch
