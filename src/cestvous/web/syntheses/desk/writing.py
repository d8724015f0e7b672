"""At the desk: sections and draft findings, added, rewritten, moved and removed."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import Finding, FindingVersion, Section
from cestvous.activities.syntheses.models.document import FindingQuerySet
from cestvous.web.forms import carried_out, reopen
from cestvous.web.requests import PersonRequest, bounded
from cestvous.web.syntheses.desk.access import AtDesk, at_desk
from cestvous.web.syntheses.desk.filters import Filters
from cestvous.web.syntheses.desk.forms import FindingForm, SectionForm
from cestvous.web.syntheses.desk.outline import sections_of
from cestvous.web.syntheses.desk.pages import heading
from cestvous.web.syntheses.desk.sheet import saved_lately
from cestvous.web.syntheses.reading.texts import texts_of


def _outline(request: PersonRequest, desk: AtDesk, finding: int = 0, *, stays: bool = False) -> HttpResponse:
    """Back to the draft, where ``finding`` is now the one that the forms beside it propose to cite into.

    ``stays``: it is still open beside the texts.
    """
    filters = Filters.back(request)
    filters = replace(filters, finding=finding, write=finding if stays else 0) if finding else filters
    return redirect(filters.url(reverse("synthesis_desk", args=[desk.number])) + "#outline")


def _section(desk: AtDesk, section: int) -> Section:
    rows = Section.objects.filter(synthesis__activity=desk.activity).select_related("parent", "synthesis")
    row = get_object_or_404(rows, pk=section)
    row.synthesis.activity = desk.activity
    return row


def _steps(request: PersonRequest) -> int:
    return -1 if request.POST.get("steps") == "-1" else 1


def synthesis_add_section(request: PersonRequest, number: int) -> HttpResponse:
    """Add a section, or a section within one."""
    desk = at_desk(request, number)
    form = SectionForm(request.POST or None, parents=sections_of(desk.activity))
    if request.method == "POST" and form.is_valid():
        title, parent = form.cleaned_data["title"], form.cleaned_data.get("parent")
        above = _section(desk, parent) if parent else None
        if carried_out(
            form, lambda: actions.add_section(by=request.user, activity=desk.activity, title=title, parent=above)
        ):
            messages.success(request, _("The section “%(title)s” is added.") % {"title": title})
            return _outline(request, desk)
    page = {"head": heading(desk, _("Add a section")), "form": form, "section": None, "desk": desk}
    return render(request, "syntheses/desk/section.html", page, status=422 if form.is_bound else 200)


def synthesis_section(request: PersonRequest, number: int, section: int) -> HttpResponse:
    """Give a section another title, or remove it once it is empty."""
    desk = at_desk(request, number)
    row = _section(desk, section)
    form = SectionForm(request.POST or None, initial={"title": row.title, "was": row.title})
    if request.method == "POST" and form.is_valid():
        title, was = form.cleaned_data["title"], form.cleaned_data["was"]
        if carried_out(form, lambda: actions.edit_section(by=request.user, section=row, title=title, was=was)):
            messages.success(request, _("The section is now called “%(title)s”.") % {"title": title})
            return _outline(request, desk)
        if was != row.title:
            form.add_error("title", _("It is called “%(title)s” now.") % {"title": row.title})
            reopen(form, "was", row.title)
    page = {"head": heading(desk, row.title), "form": form, "section": row, "desk": desk}
    return render(request, "syntheses/desk/section.html", page, status=422 if form.is_bound else 200)


@require_POST
def synthesis_move_section(request: PersonRequest, number: int, section: int) -> HttpResponse:
    desk = at_desk(request, number)
    actions.move_section(by=request.user, section=_section(desk, section), steps=_steps(request))
    return _outline(request, desk)


@require_POST
def synthesis_remove_section(request: PersonRequest, number: int, section: int) -> HttpResponse:
    desk = at_desk(request, number)
    actions.remove_section(by=request.user, section=_section(desk, section))
    messages.success(request, _("The section is removed."))
    return _outline(request, desk)


def _findings(desk: AtDesk, n: int) -> FindingQuerySet:
    return Finding.objects.filter(synthesis__activity=desk.activity, number=n)


def _finding(desk: AtDesk, n: int, *, is_sent: bool = False) -> Finding:
    """A draft finding. What ``is_sent`` is not thrown away because the synthesis was published meanwhile."""
    row = _findings(desk, n).with_words().select_related("synthesis").order_by("pk").first()
    if row is None or (desk.is_published and not is_sent):
        raise Http404
    row.synthesis.activity = desk.activity
    return row


def synthesis_add_finding(request: PersonRequest, number: int) -> HttpResponse:
    """Add a draft finding to a section."""
    desk = at_desk(request, number)
    sections = sections_of(desk.activity)
    asked = bounded(request, "section", default=0)
    form = FindingForm(request.POST or None, sections=sections, initial={"section": asked or None})
    made: list[Finding] = []
    if request.method == "POST" and form.is_valid():
        words, section = form.cleaned_data, _section(desk, form.cleaned_data["section"])
        if carried_out(
            form,
            lambda: made.append(
                actions.add_finding(by=request.user, section=section, title=words["title"], body=words["body"])
            ),
        ):
            messages.success(
                request, _("Finding %(number)d is added. Now cite what it rests on.") % {"number": made[0].number}
            )
            return _outline(request, desk, made[0].number)
    page = {"head": heading(desk, _("Add a finding")), "form": form, "desk": desk, "sections": sections}
    return render(request, "syntheses/desk/finding_new.html", page, status=422 if form.is_bound else 200)


def synthesis_draft(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Rewrite a draft finding, and see what it rests on."""
    desk = at_desk(request, number)
    if request.method == "POST" and not _findings(desk, n).exists():
        return _removed_meanwhile(request, desk)
    row, theirs = _finding(desk, n, is_sent=request.method == "POST"), None
    words = row.words
    initial: dict[str, object] = {
        "title": words.title,
        "body": words.body,
        "section": row.section_id,
        "edition": words.edition,
        "back": request.GET.urlencode(),
    }
    form = FindingForm(request.POST or None, sections=sections_of(desk.activity), initial=initial)
    if request.method == "POST" and form.is_valid():
        if carried_out(form, lambda: _edit(request, desk, row, form)):
            messages.success(request, _("Finding %(number)d is saved.") % {"number": n})
            return _outline(request, desk, n, stays=request.POST.get("do") == "stay")
        theirs = _theirs(row, form)
    head = heading(desk, _("Finding %(number)d") % {"number": n})
    page = {
        "head": replace(head, desk_url=Filters(finding=n).url(head.desk_url)),
        "form": form,
        "desk": desk,
        "finding": row,
        "theirs": theirs,
        "lately": saved_lately(desk, words) if not form.is_bound else "",
        "texts": texts_of(words, reverse("synthesis_draft", args=[number, n]), request.GET).make(),
    }
    return render(request, "syntheses/desk/finding.html", page, status=422 if form.is_bound else 200)


def _removed_meanwhile(request: PersonRequest, desk: AtDesk) -> HttpResponse:
    """Somebody removed the finding while it was being rewritten: its words may be kept as a new one."""
    sections = sections_of(desk.activity)
    form = FindingForm(request.POST, sections=sections)
    form.add_error(None, _("This finding was removed meanwhile by somebody else. Your words are below: add them anew."))
    page = {"head": heading(desk, _("Add a finding")), "form": form, "desk": desk, "sections": sections}
    return render(request, "syntheses/desk/finding_new.html", page, status=422)


def _edit(request: PersonRequest, desk: AtDesk, row: Finding, form: FindingForm) -> None:
    words = form.cleaned_data
    actions.edit_finding(
        by=request.user,
        finding=row,
        title=words["title"],
        body=words["body"],
        section=_section(desk, words["section"]),
        edition=words["edition"] or 0,
    )


def _theirs(row: Finding, form: FindingForm) -> FindingVersion | None:
    """What somebody else saved since the form was opened; the next try may then replace it."""
    fresh = Finding.objects.with_words().get(pk=row.pk).words
    if fresh.edition == form.cleaned_data["edition"]:
        return None
    reopen(form, "edition", fresh.edition)
    return fresh


@require_POST
def synthesis_move_finding(request: PersonRequest, number: int, n: int) -> HttpResponse:
    desk = at_desk(request, number)
    actions.move_finding(by=request.user, finding=_finding(desk, n), steps=_steps(request))
    return _outline(request, desk, n)


@require_POST
def synthesis_remove_finding(request: PersonRequest, number: int, n: int) -> HttpResponse:
    desk = at_desk(request, number)
    actions.remove_finding(by=request.user, finding=_finding(desk, n))
    messages.success(request, _("Finding %(number)d is removed; what it cited waits again.") % {"number": n})
    return _outline(request, desk)
