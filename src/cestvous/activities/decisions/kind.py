"""Decisions as a kind of activity, and the gate they guard."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cestvous.activities.decisions.models import DecisionVersion
from cestvous.activities.syntheses.models import Finding
from cestvous.procedure.consultations.kinds import Gate, Kind, KindAct, Missing, register
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.rules.grid import Act, Lead, Purpose

NAME = "decisions"
DRAFT = "decisions.draft"
SIGN = "decisions.sign"
RECTIFY = "decisions.rectify"
REPORT = "decisions.report"


def unanswered(activity: Activity, version: DecisionVersion | None) -> int:
    """How many published findings of the consultation have no answer in a version of its decision."""
    findings = Finding.objects.published().filter(synthesis__activity__consultation=activity.consultation)
    return findings.exclude(answers__version=version).count() if version else findings.count()


def _missing_before_follow_up(activity: Activity) -> Iterator[Missing]:
    sponsor = _("the elected official who sponsors it")
    signed = DecisionVersion.objects.filter(decision__activity=activity).signed().order_by("-number").first()
    if signed is None:
        yield Missing(_("the decision is not signed"), sponsor)
        return
    count = unanswered(activity, signed)
    if count:
        words = ngettext("%(count)d finding has no answer", "%(count)d findings have no answer", count)
        yield Missing(words % {"count": count}, sponsor)


KIND = register(
    Kind(
        name=NAME,
        label=gettext_lazy("Decision"),
        acts=(
            KindAct(Act(DRAFT, lead=Lead.AGENTS_AND_SPONSOR, until_gate=True), gettext_lazy("draft the decision")),
            KindAct(Act(SIGN, lead=Lead.SPONSOR, until_gate=True), gettext_lazy("sign the decision")),
            KindAct(Act(RECTIFY, lead=Lead.AGENTS_AND_SPONSOR), gettext_lazy("prepare a rectification")),
            KindAct(Act(REPORT, lead=Lead.AGENTS_AND_SPONSOR), gettext_lazy("report progress")),
        ),
        gates=(Gate(Purpose.FOLLOW_UP, lambda activity: list(_missing_before_follow_up(activity))),),
    )
)
