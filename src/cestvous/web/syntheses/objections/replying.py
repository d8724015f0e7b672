"""The page on which agents reply: the objection, the finding it is about, and what somebody else saved meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cestvous.activities.syntheses.models import Finding, FindingVersion, Objection
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Facet
from cestvous.web.forms import reopen
from cestvous.web.syntheses.objections.forms import ReplyForm
from cestvous.web.syntheses.objections.pages import ObjectionShown, shown


@dataclass(frozen=True)
class ReplyPage:
    """``theirs``: the version that somebody else published since the form was opened."""

    objection: ObjectionShown
    revised: Finding | None
    candidates: Sequence[Facet]
    theirs: FindingVersion | None = None


def reply_page(found: Found, objection: Objection, asked: int) -> ReplyPage:
    """``asked``: the number of the finding to revise, when the objection names none."""
    candidates: list[Finding] = []
    revised = objection.finding
    if revised is None:
        candidates = list(objection.synthesis.findings.published().with_words().order_by("number"))
        revised = next((finding for finding in candidates if finding.number == asked), None)
    return ReplyPage(
        objection=shown(objection, found),
        revised=revised,
        candidates=[
            Facet(
                _("%(number)d. %(title)s") % {"number": finding.number, "title": finding.title},
                "?" if revised == finding else f"?finding={finding.number}",
                is_current=revised == finding,
            )
            for finding in candidates
        ],
    )


def catch_up(form: ReplyForm, page: ReplyPage) -> ReplyPage:
    """After a refusal: if the finding was revised meanwhile, show what it says now and let the next try replace it."""
    if page.revised is None:
        return page
    current = Finding.objects.with_words().get(pk=page.revised.pk).words
    if current.number == form.cleaned_data.get("opened_on"):
        return page
    reopen(form, "opened_on", current.number)
    return replace(page, theirs=current)
