"""What the rules and gates have to say, in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from cestvous.procedure.rules.adapting import Problem
from cestvous.procedure.rules.grid import AudienceKind, Purpose

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PURPOSES: dict[Purpose, "StrPromise"] = {
    Purpose.PRESENTATION: gettext_lazy("Presentation"),
    Purpose.CONSULTATION: gettext_lazy("Consultation"),
    Purpose.SYNTHESIS: gettext_lazy("Synthesis"),
    Purpose.DEBATE: gettext_lazy("Debate"),
    Purpose.DECISION: gettext_lazy("Decision"),
    Purpose.FOLLOW_UP: gettext_lazy("Follow-up"),
}

AUDIENCES: dict[AudienceKind, "StrPromise"] = {
    AudienceKind.ANYONE: gettext_lazy("everyone"),
    AudienceKind.ACCOUNT_HOLDERS: gettext_lazy("everyone with an account"),
    AudienceKind.DECLARED_RESIDENTS: gettext_lazy("residents who have named their neighbourhood"),
    AudienceKind.PROVED_RESIDENTS: gettext_lazy("residents who have proved where they live"),
    AudienceKind.NEIGHBOURHOODS: gettext_lazy("residents of the neighbourhoods concerned"),
    AudienceKind.ROLES: gettext_lazy("holders of a mandate"),
}

_PROBLEMS: dict[str, "StrPromise"] = {
    "too_few_phases": gettext_lazy("A procedure has at least two phases."),
    "phase_twice": gettext_lazy("Two phases have the same key: %(about)s."),
    "phases_out_of_order": gettext_lazy(
        "Phases go from presentation to consultation, synthesis, debate, decision and follow-up, in this order."
    ),
    "last_phase_is_not_follow_up": gettext_lazy("The last phase is the follow-up of the decision."),
    "no_decision": gettext_lazy("A consultation ends in a decision: a decision phase is missing."),
    "activity_twice": gettext_lazy("Two activities have the same key: %(about)s."),
    "kind_twice": gettext_lazy("A consultation has one activity of each kind: %(about)s stands there twice."),
    "unknown_kind": gettext_lazy("There is no such kind of activity: %(about)s."),
    "opening_nowhere": gettext_lazy("A cell is neither in a phase nor in an activity of this grid: %(about)s."),
    "unknown_act": gettext_lazy("There is no such act: %(about)s."),
    "nobody_could_contribute": gettext_lazy("Nobody could contribute before the synthesis."),
    "nobody_could_publish_the_synthesis": gettext_lazy("Nobody could publish the synthesis before it is debated."),
    "contributions_after_the_synthesis": gettext_lazy(
        "Contributions would still come in once the synthesis is done, and be left out of it."
    ),
    "nobody_could_reply_to_objections": gettext_lazy("Objections could be filed, but nobody could reply to them."),
    "nobody_could_confirm_the_synthesis": gettext_lazy(
        "Objections could be filed, but nobody could confirm or revise the synthesis after them."
    ),
    "nothing_accounts_for_contributions": gettext_lazy(
        "Residents could contribute, but no synthesis would account for what they say."
    ),
    "nobody_could_sign": gettext_lazy("Nobody could draft and sign the decision."),
    "signed_before_the_decision": gettext_lazy("The decision could be signed before the decision phase."),
    "starts_before_the_one_before": gettext_lazy("This phase starts before, or with, the one before it: %(about)s."),
    "lived_phase_rewritten": gettext_lazy("A phase that has begun can't be changed any more."),
    "phase_entered_by_decree": gettext_lazy("A phase begins on its date, not by adaptation."),
    "lived_opening_rewritten": gettext_lazy("What was open in a phase that is over can't be changed any more."),
    "starts_in_the_past": gettext_lazy("This phase would start in the past: %(about)s."),
    "activity_changed_kind": gettext_lazy("An activity can't become one of another kind: %(about)s."),
    "lived_activity_dropped": gettext_lazy("An activity that has been open can't be dropped: %(about)s."),
}


def in_words(problem: Problem) -> str:
    """A problem of the rules as a sentence."""
    return str(_PROBLEMS[problem.code]) % {"about": problem.about}
