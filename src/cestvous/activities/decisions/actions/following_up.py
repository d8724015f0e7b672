"""Follow-up: reporting in public how a commitment goes."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.activities.decisions import events
from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import Commitment, Milestone, Progress
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.files.actions import Joined, attach
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.actions import SENT_TWICE_WITHIN
from cestvous.kernel import text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import settle
from cestvous.procedure.consultations.policy import leading_mandate, may

MOST_PICTURES = 3


@action
def report(
    *,
    by: Person,
    commitment: Commitment,
    body: str,
    milestone: Milestone | None = None,
    done_on: date | None = None,
    moved_to: date | None = None,
    pictures: Sequence[Joined] = (),
) -> Progress:
    """Report on a commitment: a milestone done on a day, a date moved (of the milestone, else of the whole), or news.

    The date that was announced first stays readable. A form sent twice makes one report. At most MOST_PICTURES.
    """
    consultation = commitment.activity.consultation
    at = settle(consultation)
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    may(by, acts.REPORT, commitment, at).or_deny()
    mandate = leading_mandate(by, consultation, at)
    body = text.clean(body)
    if commitment.signed_in_id is None or mandate is None:
        raise Refused(Verdict.no(_("This commitment is not signed yet.")))
    _complete(commitment, body, milestone, done_on, timezone.localdate(at))
    if len(pictures) > MOST_PICTURES:
        raise Refused(Verdict.no(_("A report shows three pictures at most.")))
    told = {"milestone": milestone, "body": body, "done_on": done_on, "moved_to": moved_to}
    lately = commitment.progress.filter(author=author_of(by), at__gt=at - SENT_TWICE_WITHIN)
    if known := lately.filter(**told).order_by("number").first():
        return known
    moved: Commitment | Milestone = milestone or commitment
    moved.refresh_from_db(fields=["due_on"])
    moved_from = moved.due_on if moved_to is not None else None
    if moved_to is not None:
        moved.due_on = moved_to
        moved.save(update_fields=["due_on"])
    if milestone is not None and done_on is not None:
        milestone.done_on = done_on
        milestone.save(update_fields=["done_on"])
    progress = Progress.objects.create(
        commitment=commitment,
        milestone=milestone,
        number=commitment.progress.count() + 1,
        at=at,
        author=author_of(by),
        mandate=mandate,
        body=body,
        done_on=done_on,
        moved_from=moved_from,
        moved_to=moved_to,
    )
    facts: Facts = {
        "report": progress.number,
        "milestone": milestone.position if milestone else None,
        "done_on": done_on.isoformat() if done_on else None,
        "moved_to": moved_to.isoformat() if moved_to else None,
        "mandate": mandate.pk,
    }
    record(events.REPORTED, on=commitment.reference, at=at, actor=progress.author.identifier, facts=facts)
    for file in attach(by=by, to=progress.reference, joined=pictures, at=at):
        facts = {"report": progress.number, "file": file.identifier, "digest": file.digest}
        record(events.PICTURED, on=commitment.reference, at=at, actor=progress.author.identifier, facts=facts)
    return progress


def _complete(commitment: Commitment, body: str, milestone: Milestone | None, done_on: date | None, day: date) -> None:
    """Raises Refused if what is reported can't be so."""
    if not body:
        raise Refused(Verdict.no(_("Say what has been done, or why it will be later.")))
    if milestone is not None and milestone.commitment_id != commitment.pk:
        raise Refused(Verdict.no(_("This milestone belongs to another commitment.")))
    if done_on is not None and milestone is None:
        raise Refused(Verdict.no(_("Say which milestone is done.")))
    if done_on is not None and done_on > day:
        raise Refused(Verdict.no(_("What is done was done today or before.")))
