"""Reading contributions and writing them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.activities.contributions import actions, kind
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.contributions.asking import asked_of
from cestvous.web.contributions.finding import find_contribution, name_of
from cestvous.web.contributions.forms import ContributionForm, EditForm, catch_up_with
from cestvous.web.contributions.listing import listing_of
from cestvous.web.contributions.reading import page_of, version_page_of
from cestvous.web.contributions.resembling import resembling
from cestvous.web.contributions.writing import contribute_page_of, edit_page_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.discussions.place import ThreadUrls
from cestvous.web.drafts.keeping import KEEP, Desk
from cestvous.web.drafts.views import kept_at
from cestvous.web.forms import carried_out, status_of
from cestvous.web.pace import spoken
from cestvous.web.requests import PersonRequest, ReaderRequest

TAB = "contributions"


@login_not_required
@require_safe
def contributions(request: ReaderRequest, number: int) -> HttpResponse:
    """The contributions to a consultation, newest first unless asked otherwise. A shuffle without a seed draws one."""
    found, asked = find(request, number), asked_of(request)
    if asked.lacks_seed:
        return redirect(asked.with_seed(request.path))
    shown = {"frame": frame_of(found, TAB), "page": listing_of(found, asked)}
    return render(request, "contributions/list.html", shown)


@login_not_required
def contribute(request: ReaderRequest, number: int) -> HttpResponse:
    """Write a contribution; a visitor learns here what it takes."""
    found = find(request, number)
    activity = found.activity(kind.NAME)
    verdict = found.may(kind.SUBMIT, activity)
    form, keeping, made = None, None, list[Contribution]()
    if isinstance(request.user, Person):
        person = request.user
        told = request.POST if request.method == "POST" else None
        desk = Desk(person, "contribute", number)
        if request.method == "POST" and request.POST.get("do") == KEEP:
            return kept_at(desk, request)
        draft = desk.kept() if told is None and verdict else None
        initial = {"language": person.language, **(draft.words if draft else {})}
        keeping = desk.keeping(draft)
        form = ContributionForm(
            told, request.FILES or None, consultation=found.consultation, person=person, initial=initial
        )
        if form.is_valid() and spoken(
            request, form, lambda: made.append(actions.submit(by=person, to=activity, **form.cleaned_data))
        ):
            desk.drop()
            words = _("Your contribution is published. It has the number %(number)d. What comes next is said below.")
            messages.success(request, words % {"number": made[0].number})
            return redirect("contribution", number, made[0].number)
        if form.is_bound and not verdict:
            desk.keep_refused(request.POST)
    page = contribute_page_of(found, request, form, verdict, keeping)
    frame = frame_of(found, TAB, Crumb(_("Contribute")))
    return render(
        request, "contributions/contribute.html", {"frame": frame, "page": page}, status=status_of(form, verdict)
    )


@login_not_required
@require_safe
def resembling_contributions(request: ReaderRequest, number: int) -> HttpResponse:
    """A piece of a page for scripts: contributions that resemble the title being typed."""
    found = find(request, number)
    links = resembling(found.consultation, request.GET.get("title", ""))
    return render(request, "contributions/resembling.html", {"resembling": links})


@login_not_required
@require_safe
def contribution(request: ReaderRequest, number: int, n: int) -> HttpResponse:
    """One contribution: its words, where people stand, and the discussion."""
    found, subject = find_contribution(request, number, n)
    frame = frame_of(found, TAB, Crumb(name_of(subject)))
    shown = {"frame": frame, "page": page_of(found, subject, request)}
    return render(request, "contributions/contribution.html", shown)


@login_not_required
@require_safe
def contribution_version(request: ReaderRequest, number: int, n: int, version: int) -> HttpResponse:
    """An earlier version, and what it changed."""
    found, subject = find_contribution(request, number, n)
    url = ThreadUrls("contribution", number, n).page
    frame = frame_of(found, TAB, Crumb(name_of(subject), url), Crumb(_("Version %(number)d") % {"number": version}))
    shown = {"frame": frame, "page": version_page_of(found, subject, version, request.GET.get("passage", ""))}
    return render(request, "contributions/version.html", shown)


def edit_contribution(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Write a new version of one's contribution."""
    found, subject = find_contribution(request, number, n)
    verdict = found.may(kind.EDIT, subject)
    told = request.POST if request.method == "POST" else None
    initial = EditForm.initially(subject) if verdict else None
    uploads, owner = request.FILES or None, subject.reference
    form = EditForm(told, uploads, consultation=found.consultation, person=request.user, initial=initial, owner=owner)
    if form.is_valid() and carried_out(
        form, lambda: actions.edit(by=request.user, contribution=subject, **form.cleaned_data)
    ):
        messages.success(request, _("Your contribution is up to date. Earlier versions stay readable."))
        return redirect("contribution", number, n)
    is_outdated = form.is_bound and catch_up_with(form, subject)
    page = edit_page_of(found, subject, form, verdict, is_outdated=is_outdated)
    frame = frame_of(found, TAB, Crumb(name_of(subject), page.cancel_url), Crumb(_("Edit")))
    return render(request, "contributions/edit.html", {"frame": frame, "page": page}, status=status_of(form, verdict))


def withdraw_contribution(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Take one's contribution back, once that has been confirmed."""
    found, subject = find_contribution(request, number, n)
    found.may(kind.WITHDRAW, subject).or_deny()
    if request.method == "POST":
        actions.withdraw(by=request.user, contribution=subject)
        messages.success(request, _("Your contribution is withdrawn. Its page stays, without your words."))
        return redirect("contribution", number, n)
    url = ThreadUrls("contribution", number, n).page
    frame = frame_of(found, TAB, Crumb(name_of(subject), url), Crumb(_("Withdraw")))
    shown = {"frame": frame, "name": name_of(subject), "contribution": subject, "url": url}
    return render(request, "contributions/withdraw.html", shown)
