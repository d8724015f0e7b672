"""The way back from a finding: the answer that the decision gives to it, and what the city undertakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.activities.decisions import kind as decisions
from cestvous.activities.decisions.models import Answer, Commitment, Milestone
from cestvous.activities.syntheses.models import Finding
from cestvous.kernel.databases.instances import Instances
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.kernel.dates import day_in_words
from cestvous.kernel.references import Reference
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.finding import Found
from cestvous.web.decisions.pages import ANSWER_STATES
from cestvous.web.design.shapes import AnswerState, CommitmentState
from cestvous.web.design.shapes import Commitment as CommitmentShown
from cestvous.web.office.address import person_url
from cestvous.web.translations.reading import worded


@dataclass(frozen=True)
class AnswerShown:
    """What was decided on a finding, and why."""

    state: AnswerState
    reasons: str
    referred_to: str
    signed_by: str
    signed_by_url: str
    function: str
    signed_at: datetime | None
    url: str


@dataclass(frozen=True)
class WhatFollowed:
    """The answer and the commitments; before the signature, when an answer is due."""

    answer: AnswerShown | None
    commitments: Sequence[CommitmentShown]
    due: datetime | None
    awaited: bool


_ANSWER = (
    *("id", "outcome", "reasons", "referred_to", "version__id", "version__signed_at", "version__signed_by__id"),
    *("version__signed_by__role", "version__signed_by__function"),
    *("version__signed_by__person__id", "version__signed_by__person__name"),
)
_COMMITMENT = ("id", "number", "title", "due_on", "owner", "has_steps", "has_undone", "has_late")
_ANSWERS, _COMMITMENTS = Instances(Answer, *_ANSWER), Instances(Commitment, *_COMMITMENT)
_FINDING: Any = Blank("finding", BigIntegerField())


def _answering() -> Any:
    answers = Answer.objects.filter(finding=_FINDING, version__signed_at__isnull=False)
    return answers.order_by("-version__number").values_list(*_ANSWER)[:1]


def _undertaken() -> Any:
    steps = Milestone.objects.filter(commitment=OuterRef("pk"))
    undone = steps.filter(done_on__isnull=True)
    late = undone.filter(due_on__lt=Blank("today", DateField()))
    rows = Commitment.objects.signed().filter(findings=_FINDING)
    rows = rows.annotate(has_steps=Exists(steps), has_undone=Exists(undone), has_late=Exists(late))
    return rows.order_by("number").values_list(*_COMMITMENT)


_ANSWERING, _UNDERTAKEN = Prepared(_answering), Prepared(_undertaken)


def what_followed(found: Found, finding: Finding) -> WhatFollowed:
    """Two queries once a decision may have been signed, none before."""
    consultation = found.consultation
    phase = next((row for row in consultation.schedule.phases if row.purpose == Purpose.DECISION), None)
    if phase is None or consultation.activity_of_kind(decisions.NAME) is None:
        return WhatFollowed(None, (), None, awaited=False)
    if phase.entered_at is None:
        return WhatFollowed(None, (), phase.starts_at, awaited=True)
    rows = _ANSWERING.rows(finding=finding.pk)
    if not rows:
        return WhatFollowed(None, (), None, awaited=True)
    return WhatFollowed(
        _answer(found, finding, _ANSWERS.of(rows[0])), _commitments(found, finding), None, awaited=False
    )


def _answer(found: Found, finding: Finding, answer: Answer) -> AnswerShown:
    version, signed_by, number = answer.version, answer.version.signed_by, found.consultation.number
    return AnswerShown(
        state=ANSWER_STATES[answer.outcome],
        reasons=worded(found.consultation, Reference("answer", finding.number, number), "reasons", answer.reasons),
        referred_to=answer.referred_to,
        signed_by=signed_by.person.name if signed_by else "",
        signed_by_url=person_url(signed_by),
        function=signed_by.function if signed_by else "",
        signed_at=version.signed_at,
        url=reverse("decision", args=[number]),
    )


def _commitments(found: Found, finding: Finding) -> list[CommitmentShown]:
    today, number = timezone.localdate(found.at), found.consultation.number
    rows = map(_COMMITMENTS.of, _UNDERTAKEN.rows(finding=finding.pk, today=today))
    return [
        CommitmentShown(
            title=worded(found.consultation, Reference("commitment", row.number, number), "title", row.title),
            state=_state(row, is_past=row.due_on < today),
            due=_("due by %(day)s") % {"day": day_in_words(row.due_on)},
            responsible=row.owner,
            url=reverse("commitment", args=[number, row.number]),
        )
        for row in rows
    ]


def _state(row: Commitment, *, is_past: bool) -> CommitmentState:
    """What ``state_on`` says, from annotations: its milestones are read on its own page."""
    if row.has_steps and not row.has_undone:  # type: ignore[attr-defined]  # annotated above
        return "done"
    return "late" if is_past or row.has_late else "under-way"  # type: ignore[attr-defined]  # annotated above
