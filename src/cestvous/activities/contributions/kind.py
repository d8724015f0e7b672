"""Contributions as a kind of activity."""

from django.utils.translation import gettext_lazy as _

from cestvous.activities.contributions.policy import check_own, check_position, check_published, check_taking_part
from cestvous.procedure.consultations.kinds import Kind, KindAct, register
from cestvous.procedure.consultations.policy import check_endorsing, check_own_remark
from cestvous.procedure.rules.grid import Act

NAME = "contributions"
SUBMIT = "contributions.submit"
EDIT = "contributions.edit"
TAKE_POSITION = "contributions.take_position"
COMMENT = "contributions.comment"
ENDORSE = "contributions.endorse"
WITHDRAW = "contributions.withdraw"
WITHDRAW_POSITION = "contributions.withdraw_position"
WITHDRAW_COMMENT = "contributions.withdraw_comment"
WITHDRAW_ENDORSEMENT = "contributions.withdraw_endorsement"

KIND = register(
    Kind(
        name=NAME,
        label=_("Contributions"),
        acts=(
            KindAct(Act(SUBMIT), _("contribute"), check_taking_part),
            KindAct(Act(EDIT), _("edit one's contribution"), check_own),
            KindAct(Act(TAKE_POSITION), _("take a position"), check_position),
            KindAct(Act(COMMENT), _("discuss"), check_published),
            KindAct(Act(ENDORSE), _("endorse an argument"), check_endorsing),
            KindAct(Act(WITHDRAW, always=True), _("withdraw one's contribution"), check_own),
            KindAct(Act(WITHDRAW_POSITION, always=True), _("withdraw one's position")),
            KindAct(Act(WITHDRAW_COMMENT, always=True), _("withdraw one's comment"), check_own_remark),
            KindAct(Act(WITHDRAW_ENDORSEMENT, always=True), _("withdraw one's endorsement")),
        ),
    )
)
