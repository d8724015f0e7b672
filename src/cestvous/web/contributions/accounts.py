"""What the published synthesis makes of contributions: which findings cite them, or why they are set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import CharField, F, IntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.syntheses import kind as syntheses
from cestvous.activities.syntheses.models import Citation, SetAside, SetAsideReason
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.design.shapes import Link


@dataclass(frozen=True)
class Account:
    """Where one text went: the findings that cite it, or the reason for which it was set aside."""

    findings: Sequence[Link]
    set_aside: str


def accounts_of(consultation: Consultation, sources: Iterable[int]) -> dict[int, Account]:
    """By source, what the published synthesis makes of it: one query, none before there can be a synthesis."""
    current = consultation.schedule.current
    if not consultation.activity_of_kind(syntheses.NAME) or current is None:
        return {}
    if current.purpose in (Purpose.PRESENTATION, Purpose.CONSULTATION):
        return {}
    rows: dict[int, set[tuple[int, str]]] = {}
    for source, finding, reason in _rows(list(sources)):
        rows.setdefault(source, set()).add((finding, reason))
    return {source: _account(consultation, found) for source, found in rows.items()}


def _rows(sources: Sequence[int]) -> Iterable[tuple[int, int, str]]:
    nothing, none = Value("", CharField()), Value(0, IntegerField())
    cited = (
        Citation.objects.filter(source__in=sources, finding_version__current_of__isnull=False)
        .filter(finding_version__published_in__isnull=False)
        .annotate(finding=F("finding_version__finding__number"), why=nothing)
        .order_by()
        .values_list("source", "finding", "why")
    )
    aside = (
        SetAside.objects.filter(source__in=sources, lifted_at__isnull=True, synthesis__versions__isnull=False)
        .annotate(finding=none, why=F("reason"))
        .order_by()
        .values_list("source", "finding", "why")
    )
    return cited.union(aside).order_by("source", "finding")


def _account(consultation: Consultation, rows: set[tuple[int, str]]) -> Account:
    findings = [
        Link(_("Finding %(number)d") % {"number": finding}, reverse("finding", args=[consultation.number, finding]))
        for finding, _reason in sorted(rows)
        if finding
    ]
    reasons = [str(SetAsideReason(reason).label) for _finding, reason in sorted(rows) if reason]
    return Account(findings, reasons[0] if reasons and not findings else "")
