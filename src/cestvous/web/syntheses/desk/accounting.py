"""At the desk: citing texts into findings, setting them aside, and undoing either."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import Citation, Finding, SetAside, SetAsideReason
from cestvous.foundation.sources.models import Source
from cestvous.web.forms import carried_out
from cestvous.web.requests import PersonRequest
from cestvous.web.syntheses.cited import name_of
from cestvous.web.syntheses.desk.access import AtDesk, at_desk
from cestvous.web.syntheses.desk.forms import AsideForm, CiteForm
from cestvous.web.syntheses.desk.outline import outline_of
from cestvous.web.syntheses.desk.pages import heading
from cestvous.web.syntheses.desk.texts import Filters, Text, text_at, with_fate

AT_ONCE = 100


def _text(desk: AtDesk, kind: str, n: int) -> Source:
    rows = with_fate(Source.objects.of_consultation(desk.number).filter(kind=kind, number=n))
    source = rows.order_by("pk").first()
    if source is None:
        raise Http404
    return source


def _to_desk(desk: AtDesk, filters: Filters) -> HttpResponse:
    return redirect(filters.url(reverse("synthesis_desk", args=[desk.number])) + "#texts")


def synthesis_text(request: PersonRequest, number: int, kind: str, n: int) -> HttpResponse:
    """One text alone, with everything that can be done with it."""
    desk = at_desk(request, number)
    filters = Filters.of(request.GET)
    text = text_at(desk, _text(desk, kind, n), filters, outline_of(desk).findings)
    return _show(request, desk, text, text.form, AsideForm(initial={"back": filters.query}))


def _show(request: PersonRequest, desk: AtDesk, text: Text, form: CiteForm | None, aside: AsideForm) -> HttpResponse:
    is_bound = aside.is_bound or (form is not None and form.is_bound)
    head = heading(desk, text.name)
    head = replace(head, desk_url=f"{head.desk_url}?{text.back}" if text.back else head.desk_url)
    page = {"head": head, "desk": desk, "text": text, "form": form, "aside_form": aside}
    return render(request, "syntheses/desk/text.html", page, status=422 if is_bound else 200)


@require_POST
def synthesis_cite(request: PersonRequest, number: int, kind: str, n: int) -> HttpResponse:
    """Cite a text into a finding, whole or by the passage given."""
    desk = at_desk(request, number)
    source, findings = _text(desk, kind, n), outline_of(desk).findings
    form = CiteForm(request.POST, findings=findings, name=f"{kind}-{n}", initial={})
    if form.is_valid():
        chosen, quote = form.cleaned_data["finding"], form.cleaned_data["quote"]
        rows = Finding.objects.filter(synthesis__activity=desk.activity).with_words().select_related("synthesis")
        finding = rows.get(number=chosen)
        finding.synthesis.activity = desk.activity
        if carried_out(form, lambda: actions.cite(by=request.user, finding=finding, source=source, quote=quote)):
            words = (
                _("A passage of %(text)s is cited in finding %(finding)d.")
                if quote
                else _("%(text)s is cited whole in finding %(finding)d.")
            )
            messages.success(request, words % {"text": name_of(source), "finding": chosen})
            return _to_desk(desk, replace(Filters.back(request), finding=chosen))
    text = text_at(desk, source, Filters.back(request), findings)
    return _show(request, desk, text, form, AsideForm(initial={"back": form.data.get("back", "")}))


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
    return _to_desk(desk, Filters.back(request))


def _chosen(desk: AtDesk, request: PersonRequest) -> list[Source]:
    """The texts whose boxes are checked, by their keys ("contribution-12")."""
    by_kind: dict[str, set[int]] = {}
    for key in request.POST.getlist("text")[:AT_ONCE]:
        kind, _dash, n = key.partition("-")
        if n.isascii() and n.isdigit() and len(n) < 10:
            by_kind.setdefault(kind, set()).add(int(n))
    found: list[Source] = []
    for kind, numbers in sorted(by_kind.items()):
        rows = Source.objects.of_consultation(desk.number).to_account_for().filter(kind=kind, number__in=numbers)
        found += rows.with_words().order_by("number")
    return found


@require_POST
def synthesis_set_aside(request: PersonRequest, number: int) -> HttpResponse:
    """Set one or several texts aside, with one reason."""
    desk = at_desk(request, number)
    form, chosen = AsideForm(request.POST), _chosen(desk, request)
    if form.is_valid():
        if not chosen:
            form.add_error(None, _("Check at least one text to set aside."))
        elif carried_out(form, lambda: _set_aside(request, desk, chosen, form)):
            words = ngettext("%(count)d text is set aside.", "%(count)d texts are set aside.", len(chosen))
            messages.success(request, words % {"count": len(chosen)})
            return _to_desk(desk, Filters.back(request))
    texts = [(f"{source.kind}-{source.number}", name_of(source), source.words.title) for source in chosen]
    page = {"head": heading(desk, _("Set aside")), "form": form, "texts": texts, "desk": desk}
    return render(request, "syntheses/desk/set_aside.html", page, status=422)


def _set_aside(request: PersonRequest, desk: AtDesk, chosen: list[Source], form: AsideForm) -> None:
    actions.set_aside(
        by=request.user,
        activity=desk.activity,
        sources=chosen,
        reason=SetAsideReason(form.cleaned_data["reason"]),
        words=form.cleaned_data["words"],
    )


@require_POST
def synthesis_lift(request: PersonRequest, number: int, aside: int) -> HttpResponse:
    """No longer set a text aside: it waits again."""
    desk = at_desk(request, number)
    rows = SetAside.objects.in_force().filter(synthesis__activity=desk.activity)
    row = get_object_or_404(rows.select_related("source", "synthesis"), pk=aside)
    row.synthesis.activity = desk.activity
    actions.lift(by=request.user, aside=row)
    messages.success(request, _("%(text)s is no longer set aside: it waits again.") % {"text": name_of(row.source)})
    return _to_desk(desk, Filters.back(request))
