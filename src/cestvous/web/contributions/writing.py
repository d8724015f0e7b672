"""What the pages show on which somebody contributes, edits or withdraws."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import Contribution
from cestvous.kernel.dates import instant_in_words
from cestvous.kernel.verdicts import Verdict
from cestvous.web.consultations.finding import Found
from cestvous.web.contributions.finding import name_of
from cestvous.web.contributions.forms import ContributionForm
from cestvous.web.contributions.resembling import resembling
from cestvous.web.design.shapes import FilesShown, Link
from cestvous.web.drafts.keeping import Keeping
from cestvous.web.files.shown import NOTHING, shown_of
from cestvous.web.remedies import NO_REMEDY, remedy_of
from cestvous.web.sources import Said, said


@dataclass(frozen=True)
class WritingPage:
    """A form about a contribution. ``form`` is None when ``verdict`` refuses.

    ``remedy``: where to go to change that. ``theirs``: what was saved since the form was opened.
    """

    verdict: Verdict
    form: ContributionForm | None
    question: str
    promises: Sequence[str]
    cancel_url: str
    remedy: Link = NO_REMEDY
    theirs: Said | None = None
    theirs_files: FilesShown = NOTHING
    name: str = ""
    keeping: Keeping | None = None
    resembling: Sequence[Link] = ()
    resembling_url: str = ""


def contribute_page_of(
    found: Found, request: HttpRequest, form: ContributionForm | None, verdict: Verdict, keeping: Keeping | None
) -> WritingPage:
    consultation = found.consultation
    # Without script, what resembles the title shows once the form comes back.
    typed = form["title"].value() if form is not None and form.is_bound else ""
    return WritingPage(
        verdict=verdict,
        form=form if verdict or (form is not None and form.is_bound) else None,
        question=consultation.question,
        promises=_promises(found),
        cancel_url=reverse("contributions", args=[consultation.number]),
        remedy=remedy_of(found, verdict, kind.SUBMIT, request.path),
        keeping=keeping,
        resembling=resembling(consultation, str(typed or "")),
        resembling_url=reverse("resembling_contributions", args=[consultation.number]),
    )


def edit_page_of(
    found: Found, contribution: Contribution, form: ContributionForm | None, verdict: Verdict, *, is_outdated: bool
) -> WritingPage:
    return WritingPage(
        verdict=verdict,
        form=form if verdict or (form is not None and form.is_bound) else None,
        question=found.consultation.question,
        promises=[
            _("Your text becomes a new version. Earlier ones stay readable, with what changed."),
            _("Those who took a position are told that they judged an earlier version."),
        ],
        cancel_url=reverse("contribution", args=[found.consultation.number, contribution.number]),
        theirs=said(contribution.source, found.reader) if is_outdated else None,
        theirs_files=shown_of(contribution.reference) if is_outdated else NOTHING,
        name=name_of(contribution),
    )


def _promises(found: Found) -> list[str]:
    """What somebody should know before writing."""
    consultation = found.consultation
    promises = [
        _("Everybody can read your contribution, with the name you chose and its date."),
        _("It will be accounted for: the synthesis cites it, or says why it sets it aside."),
    ]
    end = closing(found, kind.SUBMIT)
    if end:
        promises.append(_("You can edit it until %(when)s, and withdraw it at any time.") % {"when": end})
    if consultation.decided_by:
        promises.append(_("The decision is taken by: %(whom)s.") % {"whom": consultation.decided_by})
    return promises


def closing(found: Found, act: str) -> str:
    """The instant at which an act closes for good, in words; empty if it has no end or is over."""
    consultation = found.consultation
    open_in = {phase.key for phase in consultation.grid.phases_opening(act)}
    schedule = consultation.schedule
    ends = [end for phase in schedule.phases if phase.key in open_in and (end := schedule.ends_at(phase.key))]
    return instant_in_words(ends[-1]) if ends and ends[-1] > found.at else ""
