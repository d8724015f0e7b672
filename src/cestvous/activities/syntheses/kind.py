"""Syntheses as a kind of activity, and the gates they guard."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cestvous.activities.syntheses.models import Objection, Synthesis, SynthesisVersion
from cestvous.activities.syntheses.policy import (
    check_objecting,
    check_own_objection,
    check_published_finding,
    check_unanswered,
)
from cestvous.foundation.sources.models import Fate, Heard, Standing
from cestvous.procedure.consultations.kinds import Gate, Kind, KindAct, Missing, register
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import check_endorsing, check_own_remark
from cestvous.procedure.rules.grid import Act, Lead, Purpose

NAME = "syntheses"
WRITE = "syntheses.write"
PUBLISH = "syntheses.publish"
OBJECT = "syntheses.object"
COMMENT = "syntheses.comment"
ENDORSE = "syntheses.endorse"
REPLY = "syntheses.reply"
REVISE = "syntheses.revise"
WITHDRAW_OBJECTION = "syntheses.withdraw_objection"
WITHDRAW_COMMENT = "syntheses.withdraw_comment"
WITHDRAW_ENDORSEMENT = "syntheses.withdraw_endorsement"


def _missing_before_debate(activity: Activity) -> Iterator[Missing]:
    agents = _("the agents in charge")
    is_waiting = Heard.named(Standing.PUBLISHED, Fate.WAITING)
    unaccounted = Heard.objects.filter(consultation=activity.consultation.number, what=is_waiting)
    versions = SynthesisVersion.objects.filter(synthesis__activity=OuterRef("pk"))
    # One query for both: pages that show what a gate waits for ask this each time.
    row = Activity.objects.annotate(
        unaccounted=Coalesce(Subquery(unaccounted.values("count")), 0), is_published=Exists(versions)
    )
    count, is_published = row.values_list("unaccounted", "is_published").get(pk=activity.pk)
    if count:
        words = ngettext(
            "%(count)d contribution is neither cited nor set aside with a reason",
            "%(count)d contributions are neither cited nor set aside with a reason",
            count,
        )
        yield Missing(words % {"count": count}, agents)
    if not is_published:
        yield Missing(_("the synthesis is not published"), agents)


def _missing_before_decision(activity: Activity) -> Iterator[Missing]:
    versions = SynthesisVersion.objects.filter(synthesis=OuterRef("pk"))
    unanswered = Q(objections__reply=None, objections__source__standing=Standing.PUBLISHED)
    synthesis = (
        Synthesis.objects.filter(activity=activity)
        .annotate(
            waiting=Count("objections", filter=unanswered),
            was_objected_to=Exists(Objection.objects.filter(synthesis=OuterRef("pk"))),
            is_published=Exists(versions),
            is_revised=Exists(versions.filter(number__gt=1)),
        )
        .first()
    )
    # Those filed count, even if an adaptation has since closed the way in which they were.
    was_objected_to = synthesis is not None and synthesis.was_objected_to
    if not (activity.consultation.grid.phases_opening(OBJECT) or was_objected_to):
        return
    agents = _("the agents in charge")
    if synthesis is not None and synthesis.waiting:
        words = ngettext(
            "%(count)d objection waits for its reply", "%(count)d objections wait for their reply", synthesis.waiting
        )
        yield Missing(words % {"count": synthesis.waiting}, agents)
    is_confirmed = synthesis is not None and synthesis.is_published and synthesis.confirmed_at is not None
    if not (is_confirmed or (synthesis is not None and synthesis.is_revised)):
        yield Missing(_("the synthesis is neither confirmed nor revised after the debate"), agents)


KIND = register(
    Kind(
        name=NAME,
        label=gettext_lazy("Synthesis"),
        acts=(
            KindAct(Act(WRITE, lead=Lead.AGENTS, until_gate=True), gettext_lazy("write the synthesis")),
            KindAct(Act(PUBLISH, lead=Lead.AGENTS, until_gate=True), gettext_lazy("publish the synthesis")),
            KindAct(Act(OBJECT), gettext_lazy("object to the synthesis"), check_objecting),
            KindAct(Act(COMMENT), gettext_lazy("discuss the findings"), check_published_finding),
            KindAct(Act(ENDORSE), gettext_lazy("endorse an argument"), check_endorsing),
            KindAct(
                Act(REPLY, lead=Lead.AGENTS, until_gate=True), gettext_lazy("reply to objections"), check_unanswered
            ),
            KindAct(Act(REVISE, lead=Lead.AGENTS, until_gate=True), gettext_lazy("revise or confirm the synthesis")),
            KindAct(
                Act(WITHDRAW_OBJECTION, always=True), gettext_lazy("withdraw one's objection"), check_own_objection
            ),
            KindAct(Act(WITHDRAW_COMMENT, always=True), gettext_lazy("withdraw one's comment"), check_own_remark),
            KindAct(Act(WITHDRAW_ENDORSEMENT, always=True), gettext_lazy("withdraw one's endorsement")),
        ),
        gates=(
            Gate(Purpose.DEBATE, lambda activity: list(_missing_before_debate(activity))),
            Gate(Purpose.DECISION, lambda activity: list(_missing_before_decision(activity))),
        ),
    )
)
