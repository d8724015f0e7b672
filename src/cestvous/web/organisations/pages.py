"""What the pages about organisations show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.organisations.models import Organisation, Representative, RepresentativeState
from cestvous.foundation.organisations.policy import may_end, may_judge, near, represents
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.shapes import Link
from cestvous.web.organisations.address import organisation_url
from cestvous.web.organisations.forms import ReasonForm
from cestvous.web.requests import PersonRequest, ReaderRequest, bounded, now
from cestvous.web.sources import Said, said

A_PAGE, AT_MOST = 20, 100


@dataclass(frozen=True)
class SaidByIt:
    """One contribution of an organisation."""

    said: Said
    kicker: str
    url: str


@dataclass(frozen=True)
class OrganisationPage:
    """``may_represent``: where a reader asks to speak for it; empty for one who does."""

    organisation: Organisation
    representatives: Sequence[Representative]
    contributions: Sequence[SaidByIt]
    count_line: str
    older_url: str
    ask_url: str
    is_first_page: bool


def organisation_page(request: ReaderRequest, organisation: Organisation) -> OrganisationPage:
    """Three queries whatever it said."""
    rows = Contribution.objects.published().filter(
        source__author=organisation.author, activity__consultation__in=Consultation.objects.public()
    )
    before = bounded(request, "before", default=0)
    some = list(_some(rows, before)[: A_PAGE + 1])
    count = rows.count()
    address = organisation_url(organisation.pk, organisation.name)
    confirmed = organisation.representatives.confirmed().with_names().order_by("confirmed_at", "pk")
    ask = f"{reverse('represent')}?organisation={organisation.pk}"
    words = ngettext("%(count)d contribution", "%(count)d contributions", count)
    return OrganisationPage(
        organisation=organisation,
        representatives=list(confirmed[:AT_MOST]),
        contributions=[_said_by_it(row, request) for row in some[:A_PAGE]],
        count_line=words % {"count": count} if count else "",
        older_url=f"{address}?before={some[A_PAGE - 1].pk}" if len(some) > A_PAGE else "",
        ask_url="" if represents(request.user, organisation.author_id) else ask,
        is_first_page=not before,
    )


def _some(rows: QuerySet[Contribution], before: int) -> QuerySet[Contribution]:
    """The latest first, whichever the consultation: by when they came in."""
    known = rows.filter(pk__lt=before) if before else rows
    chosen = Contribution.objects.filter(pk__in=known.order_by("-pk").values("pk")[: A_PAGE + 1])
    return chosen.with_words().select_related("activity__consultation").order_by("-pk")


def _said_by_it(row: Contribution, request: ReaderRequest) -> SaidByIt:
    consultation = row.activity.consultation
    kicker = _("n° %(number)d · %(title)s") % {"number": row.number, "title": consultation.title}
    url = reverse("contribution", args=[consultation.number, row.number])
    return SaidByIt(said(row.source, request.user), kicker, url)


@dataclass(frozen=True)
class Mine:
    """One organisation in one's account. An empty address is something that can't be done."""

    representative: Representative
    state: str
    is_confirmed: bool
    url: str
    describe_url: str
    end_url: str


@dataclass(frozen=True)
class MyOrganisations:
    rows: Sequence[Mine]


def my_organisations_page(request: PersonRequest) -> MyOrganisations:
    """One query."""
    rows = Representative.objects.of(request.user).with_names().order_by("-asked_at", "-pk")[:AT_MOST]
    return MyOrganisations([_mine(row) for row in rows])


def _mine(row: Representative) -> Mine:
    confirmed = row.state == RepresentativeState.CONFIRMED
    return Mine(
        representative=row,
        state=str(RepresentativeState(row.state).label),
        is_confirmed=confirmed,
        url=organisation_url(row.organisation_id, row.organisation.name) if row.confirmed_at else "",
        describe_url=reverse("describe_organisation", args=[row.pk]) if confirmed else "",
        end_url=reverse("end_representing", args=[row.pk]) if row.is_open else "",
    )


@dataclass(frozen=True)
class ToJudge:
    """Somebody who asks to represent an organisation, or does."""

    representative: Representative
    url: str


@dataclass(frozen=True)
class RepresentativesPage:
    waiting: Sequence[ToJudge]
    confirmed: Sequence[ToJudge]


def representatives_page(request: PersonRequest) -> RepresentativesPage:
    """Two queries: those who wait longest first, and those confirmed last."""
    rows = Representative.objects.with_names()
    return RepresentativesPage(
        waiting=[_to_judge(row) for row in rows.waiting().order_by("asked_at", "pk")[:AT_MOST]],
        confirmed=[_to_judge(row) for row in rows.confirmed().order_by("-confirmed_at", "-pk")[:AT_MOST]],
    )


def _to_judge(row: Representative) -> ToJudge:
    return ToJudge(row, reverse("representative", args=[row.pk]))


@dataclass(frozen=True)
class RepresentativePage:
    """``near``: organisations that are known, of nearly the same name. ``form`` is None where nothing asks a reason."""

    representative: Representative
    state: str
    may_judge: Verdict
    is_waiting: bool
    near: Sequence[Link]
    others: Sequence[Representative]
    form: ReasonForm | None
    form_url: str
    url: str


def representative_page(
    request: PersonRequest, row: Representative, form: ReasonForm | None = None
) -> RepresentativePage:
    """Everything an agent looks at before confirming. ``form``: the one to show again after a refusal."""
    at = now(request)
    organisation = row.organisation
    waiting = row.state == RepresentativeState.ASKED
    judge = may_judge(request.user, row, at)
    may_end_it = not waiting and bool(may_end(request.user, row, at))
    known = Organisation.objects.public().exclude(pk=organisation.pk).by_name() if waiting else ()
    offers_form = bool(judge) if waiting else may_end_it
    return RepresentativePage(
        representative=row,
        state=str(RepresentativeState(row.state).label),
        may_judge=judge if waiting else Verdict.yes(),
        is_waiting=waiting,
        near=[Link(other.name, organisation_url(other.pk, other.name)) for other in near(organisation.name, known)],
        others=list(
            organisation.representatives.confirmed().exclude(pk=row.pk).with_names().order_by("confirmed_at")[:AT_MOST]
        ),
        form=(form or ReasonForm()) if offers_form else None,
        form_url=reverse("refuse_representative" if waiting else "end_representative", args=[row.pk]),
        url=organisation_url(organisation.pk, organisation.name) if row.confirmed_at else "",
    )


def to_confirm(count: int) -> Link | None:
    """How many wait to be confirmed, and where; None if nobody does."""
    words = ngettext("%(count)d representative to confirm", "%(count)d representatives to confirm", count)
    return Link(words % {"count": count}, reverse("representatives")) if count else None
