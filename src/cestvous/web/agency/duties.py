"""What waits for those who lead consultations, counted for all of them at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions.models import Answer, DecisionVersion, Milestone
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Finding, Objection
from cestvous.foundation.sources.models import Fate, Heard, Standing
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.agency.floods import paused
from cestvous.web.design.shapes import Link


def duties_of(consultations: Sequence[Consultation], at: datetime) -> dict[int, list[Link]]:
    """What is to be done, by number of the consultation, with the page on which to do it: six queries for all."""
    running = [row for row in consultations if row.state == State.PUBLISHED]
    numbers = [row.number for row in running]
    # What is paused comes first: people wait while nobody looks.
    duties: dict[int, list[Link]] = {row.number: list(_paused(row, at)) for row in running}
    for told in (
        _questions(numbers),
        _unaccounted(_during(running, Purpose.SYNTHESIS)),
        _objections(numbers),
        _decisions(_during(running, Purpose.DECISION)),
        _late(numbers, at),
    ):
        for number, link in told:
            duties[number].append(link)
    return duties


def _paused(consultation: Consultation, at: datetime) -> Iterator[Link]:
    count = len(list(paused(consultation, at)))
    if count:
        words = ngettext("%(count)d form pauses for new accounts", "%(count)d forms pause for new accounts", count)
        yield Link(words % {"count": count}, reverse("paused_forms", args=[consultation.number]))


def _during(consultations: Sequence[Consultation], purpose: Purpose) -> list[int]:
    current = [(row.number, row.schedule.current) for row in consultations]
    return [number for number, phase in current if phase is not None and phase.purpose == purpose]


def _questions(numbers: Sequence[int]) -> Iterator[tuple[int, Link]]:
    waiting = Question.objects.filter(reply__isnull=True, source__standing=Standing.PUBLISHED)
    rows = waiting.filter(source__consultation__in=numbers).order_by("source__consultation")
    for number, count in rows.values_list("source__consultation").annotate(count=Count("pk")):
        words = ngettext("%(count)d question without a reply", "%(count)d questions without a reply", count)
        yield number, Link(words % {"count": count}, f"{reverse('questions', args=[number])}?waiting=1")


def _unaccounted(numbers: Sequence[int]) -> Iterator[tuple[int, Link]]:
    waiting = Heard.objects.filter(what=Heard.named(Standing.PUBLISHED, Fate.WAITING), consultation__in=numbers)
    for number, count in waiting.filter(count__gt=0).order_by("consultation").values_list("consultation", "count"):
        words = ngettext("%(count)d text to account for", "%(count)d texts to account for", count)
        yield number, Link(words % {"count": count}, reverse("synthesis_desk", args=[number]))


def _objections(numbers: Sequence[int]) -> Iterator[tuple[int, Link]]:
    rows = Objection.objects.waiting().filter(source__consultation__in=numbers).order_by("source__consultation")
    for number, count in rows.values_list("source__consultation").annotate(count=Count("pk")):
        words = ngettext("%(count)d objection without a reply", "%(count)d objections without a reply", count)
        yield number, Link(words % {"count": count}, f"{reverse('objections', args=[number])}?state=waiting")


def _decisions(numbers: Sequence[int]) -> Iterator[tuple[int, Link]]:
    """Findings without an answer; once all have one, that the decision waits for its signature."""
    number_of = "decision__activity__consultation__number"
    versions = DecisionVersion.objects.signed().filter(**{f"{number_of}__in": numbers}).order_by("pk")
    signed = set(versions.values_list(number_of, flat=True))
    answered = Exists(Answer.objects.filter(finding=OuterRef("pk")))
    findings = Finding.objects.published().filter(~answered, thread__consultation__in=numbers).order_by("pk")
    unanswered = Counter(findings.values_list("thread__consultation", flat=True))
    for number in numbers:
        if number not in signed:
            count = unanswered[number]
            words = ngettext("%(count)d finding without an answer", "%(count)d findings without an answer", count)
            told = words % {"count": count} if count else _("The decision waits for its signature")
            yield number, Link(told, reverse("decision_desk", args=[number]))


def _late(numbers: Sequence[int], at: datetime) -> Iterator[tuple[int, Link]]:
    number_of = "commitment__decision__activity__consultation__number"
    undone = Milestone.objects.filter(commitment__signed_in__isnull=False, done_on__isnull=True)
    rows = undone.filter(due_on__lt=timezone.localdate(at), **{f"{number_of}__in": numbers}).order_by(number_of)
    for number, count in rows.values_list(number_of).annotate(count=Count("pk")):
        words = ngettext("%(count)d milestone is late", "%(count)d milestones are late", count)
        yield number, Link(words % {"count": count}, f"{reverse('decision', args=[number])}#commitments")
