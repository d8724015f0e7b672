"""What a rectification changed: a signed version of a decision set beside the one before it, answer by answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.decisions.models import Answer, Commitment, DecisionVersion
from cestvous.activities.syntheses.models import Finding
from cestvous.kernel.dates import day_in_words
from cestvous.procedure.consultations.models import Activity
from cestvous.web.consultations.finding import Found
from cestvous.web.decisions.pages import ANSWER_STATES
from cestvous.web.design.shapes import AnswerState, Link
from cestvous.web.differences import Fate, Paragraph, are_alike, differences


@dataclass(frozen=True)
class Beside:
    """Two wordings of one text: ``before`` with what was removed from it, ``after`` with what was added."""

    before: Sequence[Paragraph]
    after: Sequence[Paragraph]


@dataclass(frozen=True)
class AnswerChanged:
    """An answer of both versions. ``reasons`` is None where they read the same."""

    number: int
    title: str
    url: str
    before: AnswerState
    after: AnswerState
    referred_before: str
    referred_after: str
    reasons: Beside | None


@dataclass(frozen=True)
class ChangesPage:
    """``facts``: who decides, when, under which number: what it was, then what it is, of those that changed."""

    version: DecisionVersion
    before: DecisionVersion
    before_url: str
    version_url: str
    facts: Sequence[tuple[str, str, str]]
    preamble: Beside | None
    answers: Sequence[AnswerChanged]
    unchanged: Sequence[Link]
    commitments: Sequence[Link]

    @property
    def is_same(self) -> bool:
        return not (self.facts or self.preamble or self.answers or self.commitments)


def changes_page(found: Found, activity: Activity, number: int) -> ChangesPage:
    """A version and the one before it. Http404 if either is missing, or not signed. Four queries."""
    signed = DecisionVersion.objects.signed().filter(decision__activity=activity).with_signature().order_by("number")
    # Compared here: a database refuses a number that is too long for its column.
    rows = {row.number: row for row in signed}
    before, version = rows.get(number - 1), rows.get(number)
    if before is None or version is None:
        raise Http404
    pair = (before, version)
    consultation = found.consultation.number
    answers = {(row.version_id, row.finding_id): row for row in Answer.objects.filter(version__in=pair).order_by("pk")}
    findings = Finding.objects.published().filter(synthesis__activity__consultation=found.consultation)
    told = [
        _answer(consultation, finding, answers[before.pk, finding.pk], answers[version.pk, finding.pk])
        for finding in findings.with_words().in_order()
        if (before.pk, finding.pk) in answers and (version.pk, finding.pk) in answers
    ]
    undertaken = Commitment.objects.filter(signed_in=version).order_by("number")
    return ChangesPage(
        version=version,
        before=before,
        before_url=reverse("decision_version", args=[consultation, before.number]),
        version_url=reverse("decision_version", args=[consultation, version.number]),
        facts=list(_facts(before, version)),
        preamble=beside(before.preamble, version.preamble),
        answers=[row for row in told if _is_changed(row)],
        unchanged=[Link(f"{row.number} · {row.title}", row.url) for row in told if not _is_changed(row)],
        commitments=[Link(row.title, reverse("commitment", args=[consultation, row.number])) for row in undertaken],
    )


def _answer(consultation: int, finding: Finding, before: Answer, after: Answer) -> AnswerChanged:
    return AnswerChanged(
        number=finding.number,
        title=finding.title,
        url=reverse("finding", args=[consultation, finding.number]),
        before=ANSWER_STATES[before.outcome],
        after=ANSWER_STATES[after.outcome],
        referred_before=before.referred_to,
        referred_after=after.referred_to,
        reasons=beside(before.reasons, after.reasons),
    )


def _is_changed(row: AnswerChanged) -> bool:
    same = (row.before, row.referred_before) == (row.after, row.referred_after)
    return not same or row.reasons is not None


def _facts(before: DecisionVersion, after: DecisionVersion) -> Iterable[tuple[str, str, str]]:
    for title, was, now in (
        (_("Decided by"), before.authority, after.authority),
        (_("Deliberation"), before.deliberation or "–", after.deliberation or "–"),
        (_("Day of the decision"), _day(before), _day(after)),
        (_("Signed by"), _signer(before), _signer(after)),
    ):
        if was != now:
            yield title, was, now


def _day(version: DecisionVersion) -> str:
    return day_in_words(version.decided_on) if version.decided_on else ""


def _signer(version: DecisionVersion) -> str:
    mandate = version.signed_by
    return f"{mandate.person.name}, {mandate.function}" if mandate else ""


def beside(before: str, after: str) -> Beside | None:
    """The two wordings, each with what sets it apart; None if they read the same."""
    paragraphs = differences(before, after)
    if are_alike(paragraphs):
        return None
    return Beside(before=_without("added", paragraphs), after=_without("removed", paragraphs))


def _without(change: Fate, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    kept = [[stretch for stretch in paragraph if stretch.change != change] for paragraph in paragraphs]
    return [paragraph for paragraph in kept if paragraph]
