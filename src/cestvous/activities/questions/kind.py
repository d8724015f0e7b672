"""Questions as a kind of activity."""

from django.utils.translation import gettext_lazy as _

from cestvous.activities.questions.policy import check_asking, check_own, check_published
from cestvous.procedure.consultations.kinds import Kind, KindAct, register
from cestvous.procedure.rules.grid import Act, Lead

NAME = "questions"
ASK = "questions.ask"
REPLY = "questions.reply"
WITHDRAW = "questions.withdraw"

KIND = register(
    Kind(
        name=NAME,
        label=_("Questions to the agents"),
        acts=(
            KindAct(Act(ASK), _("ask a question"), check_asking),
            KindAct(Act(REPLY, lead=Lead.AGENTS_AND_SPONSOR), _("reply to questions"), check_published),
            KindAct(Act(WITHDRAW, always=True), _("withdraw one's question"), check_own),
        ),
    )
)
