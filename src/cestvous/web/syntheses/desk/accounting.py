"""At the desk: citing texts into findings, setting them aside, and undoing either."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import Citation, Finding, Section, SetAside, SetAsideReason
from cestvous.foundation.sources.models import Source
from cestvous.web.forms import carried_out
from cestvous.web.requests import PersonRequest
from cestvous.web.syntheses.cited import name_of
from cestvous.web.syntheses.desk.access import AtDesk, at_desk
from cestvous.web.syntheses.desk.filters import ASIDE, CITED, FREE, Filters, parted
from cestvous.web.syntheses.desk.forms import AsideForm, CiteForm
from cestvous.web.syntheses.desk.outline import outline_of
from cestvous.web.syntheses.desk.pages import heading
from cestvous.web.syntheses.desk.sheet import cite_form, reasons_given, show_desk
from cestvous.web.syntheses.desk.texts import next_key, text_of

AT_ONCE = 100


def _text(desk: AtDesk, kind: str, n: int) -> Source:
    source = text_of(desk, f"{kind}-{n}")
    if source is None:
        raise Http404
    return source


def _back(desk: AtDesk, filters: Filters) -> HttpResponse:
    return redirect(filters.url(reverse("synthesis_desk", args=[desk.number])) + "#text")


def _on(desk: AtDesk, filters: Filters, *, stays: bool = False) -> HttpResponse:
    """Where one was, at the next text not yet accounted for. Among texts that need not be, one stays where one is."""
    if stays or filters.show in (*FREE, CITED, ASIDE):
        return _back(desk, replace(filters, done=""))
    return _back(desk, replace(filters, text=next_key(desk, filters), done=filters.text))


@require_safe
def synthesis_text(request: PersonRequest, number: int, kind: str, n: int) -> HttpResponse:
    """The desk, open at one text."""
    desk = at_desk(request, number)
    source = _text(desk, kind, n)
    return show_desk(request, desk, replace(Filters.of(request.GET), text=f"{source.kind}-{source.number}", done=""))


@require_POST
def synthesis_cite(request: PersonRequest, number: int, kind: str, n: int) -> HttpResponse:
    """Cite a text into a finding, or into a new one, whole or by the passage given; with it those that say the same."""
    desk = at_desk(request, number)
    source, outline = _text(desk, kind, n), outline_of(desk)
    filters = replace(Filters.back(request), text=f"{kind}-{n}")
    form, made = cite_form(outline, request.POST), list[int]()
    also = [twin for twin in _chosen(desk, request, "also") if twin.words.fingerprint == source.words.fingerprint]
    if form.is_valid() and carried_out(form, lambda: made.append(_cite(request, desk, source, form, also))):
        messages.success(request, _cited(source, made[0], len(also), by_passage=bool(form.cleaned_data["quote"])))
        return _on(desk, replace(filters, finding=made[0]), stays=request.POST.get("do") == "stay")
    return show_desk(request, desk, filters, cite=form)


def _cite(request: PersonRequest, desk: AtDesk, source: Source, form: CiteForm, also: Sequence[Source]) -> int:
    """Cite into the finding chosen, or into the one being made; returns its number."""
    told = form.cleaned_data
    if told["title"]:
        section: Section | str = told["new_section"]
        if told["section"] is not None:
            rows = Section.objects.filter(synthesis__activity=desk.activity).select_related("synthesis")
            section = rows.get(pk=told["section"])
            section.synthesis.activity = desk.activity
        return actions.cite_in_new(
            by=request.user,
            activity=desk.activity,
            section=section,
            title=told["title"],
            body=told["body"],
            source=source,
            quote=told["quote"],
            also=also,
        ).number
    rows_of_findings = Finding.objects.filter(synthesis__activity=desk.activity).with_words()
    finding = rows_of_findings.select_related("synthesis").get(number=told["finding"])
    finding.synthesis.activity = desk.activity
    actions.cite(by=request.user, finding=finding, source=source, quote=told["quote"], also=also)
    return finding.number


def _cited(source: Source, finding: int, also: int, *, by_passage: bool) -> str:
    words = (
        _("A passage of %(text)s is cited in finding %(finding)d.")
        if by_passage
        else _("%(text)s is cited whole in finding %(finding)d.")
    )
    said = words % {"text": name_of(source), "finding": finding}
    if not also:
        return said
    more = ngettext("So is %(count)d text that says the same.", "So are %(count)d texts that say the same.", also)
    return f"{said} {more % {'count': also}}"


@require_POST
def synthesis_uncite(request: PersonRequest, number: int, citation: int) -> HttpResponse:
    """Take a citation out of a draft finding."""
    desk = at_desk(request, number)
    rows = Citation.objects.filter(finding_version__finding__synthesis__activity=desk.activity)
    row = get_object_or_404(rows.select_related("finding_version__finding__synthesis", "source"), pk=citation)
    row.finding_version.finding.synthesis.activity = desk.activity
    actions.uncite(by=request.user, citation=row)
    words = _("Finding %(finding)d no longer cites %(text)s.")
    messages.success(request, words % {"finding": row.finding_version.finding.number, "text": name_of(row.source)})
    return _back(desk, Filters.back(request))


def _chosen(desk: AtDesk, request: PersonRequest, name: str = "text") -> list[Source]:
    """The texts whose boxes are checked, by their keys ("contribution-12")."""
    by_kind: dict[str, set[int]] = {}
    for key in request.POST.getlist(name)[:AT_ONCE]:
        if known := parted(key):
            by_kind.setdefault(known[0], set()).add(known[1])
    found: list[Source] = []
    for kind, numbers in sorted(by_kind.items()):
        rows = Source.objects.of_consultation(desk.number).to_account_for().filter(kind=kind, number__in=numbers)
        found += rows.with_words().order_by("number")
    return found


@require_POST
def synthesis_set_aside(request: PersonRequest, number: int) -> HttpResponse:
    """Set one or several texts aside, with one reason. ``bulk``: those checked in the list, not the one being read."""
    desk = at_desk(request, number)
    is_bulk, filters = "bulk" in request.POST, Filters.back(request)
    form = AsideForm(request.POST, again=reasons_given(desk), name="bulk" if is_bulk else "aside")
    chosen, put = _chosen(desk, request), list[SetAside]()
    if form.is_valid():
        if not chosen:
            form.add_error(None, _("Check at least one text to set aside."))
        elif carried_out(form, lambda: put.extend(_set_aside(request, desk, chosen, form))):
            _say_what_is_aside(request, len(put), len(chosen) - len(put))
            is_done = filters.text in {f"{source.kind}-{source.number}" for source in chosen}
            return _on(
                desk, replace(filters, reason=form.cleaned_data.get("reason") or filters.reason), stays=not is_done
            )
    if not is_bulk and chosen and filters.text:
        return show_desk(request, desk, filters, aside=form)
    texts = [(f"{source.kind}-{source.number}", name_of(source), source.words.title) for source in chosen]
    page = {"head": heading(desk, _("Set aside")), "form": form, "texts": texts, "desk": desk}
    return render(request, "syntheses/desk/set_aside.html", page, status=422)


def _set_aside(request: PersonRequest, desk: AtDesk, chosen: list[Source], form: AsideForm) -> list[SetAside]:
    reason, words = form.cleaned_data["reason"], form.cleaned_data["words"]
    if (again := form.cleaned_data.get("again")) is not None:
        before = SetAside.objects.get(pk=again)
        reason, words = before.reason, before.words
    return actions.set_aside(
        by=request.user, activity=desk.activity, sources=chosen, reason=SetAsideReason(reason), words=words
    )


def _say_what_is_aside(request: PersonRequest, put: int, before: int) -> None:
    if put:
        words = ngettext("%(count)d text is set aside.", "%(count)d texts are set aside.", put)
        messages.success(request, words % {"count": put})
    if before:
        words = ngettext(
            "%(count)d text had been set aside already: it keeps the reason that was given first.",
            "%(count)d texts had been set aside already: they keep the reason that was given first.",
            before,
        )
        messages.warning(request, words % {"count": before})


@require_POST
def synthesis_lift(request: PersonRequest, number: int, aside: int) -> HttpResponse:
    """No longer set a text aside: it waits again."""
    desk = at_desk(request, number)
    rows = SetAside.objects.in_force().filter(synthesis__activity=desk.activity)
    row = get_object_or_404(rows.select_related("source", "synthesis"), pk=aside)
    row.synthesis.activity = desk.activity
    actions.lift(by=request.user, aside=row)
    messages.success(request, _("%(text)s is no longer set aside: it waits again.") % {"text": name_of(row.source)})
    return _back(desk, Filters.back(request))
