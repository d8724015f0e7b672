"""Everything that may be tried in a consultation: which opening it needs, and what it writes to the journal."""

from collections.abc import Callable
from dataclasses import dataclass

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from tests.factories import activity
from tests.procedure.consultations import tries
from tests.procedure.consultations.tries import Try


@dataclass(frozen=True)
class Doing:
    """Something to try; ``act`` names the opening that it needs, ``event`` what the journal must then hold."""

    act: str
    event: str
    do: Callable[[Try], object]


DOINGS = (
    Doing("contributions.submit", "contributions.submitted", tries.submit),
    Doing("contributions.edit", "contributions.edited", tries.edit),
    Doing(
        "contributions.withdraw",
        "contributions.withdrawn",
        lambda it: contributions.withdraw(by=it.who, contribution=it.contribution()),
    ),
    Doing("contributions.take_position", "contributions.position-taken", tries.take_position),
    Doing(
        "contributions.withdraw_position",
        "",
        lambda it: contributions.withdraw_position(by=it.who, contribution=it.contribution()),
    ),
    Doing(
        "contributions.comment",
        "contributions.commented",
        lambda it: contributions.comment(by=it.who, under=it.contribution(), body=f"Moi aussi {it.tag}."),
    ),
    Doing("contributions.comment", "contributions.commented", tries.reply_in_thread),
    Doing("contributions.endorse", "", tries.endorse),
    Doing("contributions.withdraw_endorsement", "", tries.withdraw_endorsement),
    Doing("contributions.withdraw_comment", "contributions.comment-withdrawn", tries.withdraw_comment),
    Doing(
        "questions.ask",
        "questions.asked",
        lambda it: questions.ask(by=it.who, to=activity(it.consultation, "questions"), body=f"Et {it.tag} ?"),
    ),
    Doing("questions.reply", "", tries.reply_to_question),
    Doing(
        "questions.withdraw",
        "questions.withdrawn",
        lambda it: questions.withdraw(by=it.who, question=it.question()),
    ),
    Doing("syntheses.write", "syntheses.drafted", tries.add_finding),
    Doing(
        "syntheses.write",
        "syntheses.drafted",
        lambda it: syntheses.remove_finding(by=it.who, finding=it.finding()),
    ),
    Doing("syntheses.write", "syntheses.drafted", tries.cite),
    Doing("syntheses.write", "syntheses.drafted", tries.uncite),
    Doing("syntheses.write", "syntheses.set-aside", tries.set_aside),
    Doing("syntheses.write", "syntheses.set-aside-lifted", tries.lift),
    Doing(
        "syntheses.publish",
        "syntheses.published",
        lambda it: syntheses.publish(by=it.who, activity=activity(it.consultation, "syntheses")),
    ),
    Doing("syntheses.revise", "syntheses.revised", tries.revise),
    Doing(
        "syntheses.revise",
        "syntheses.confirmed",
        lambda it: syntheses.confirm(by=it.who, activity=activity(it.consultation, "syntheses")),
    ),
    Doing("syntheses.object", "syntheses.objected", tries.object_to),
    Doing("syntheses.reply", "syntheses.replied", tries.reply_to_objection),
    Doing(
        "syntheses.withdraw_objection",
        "syntheses.objection-withdrawn",
        lambda it: syntheses.withdraw_objection(by=it.who, objection=it.objection()),
    ),
    Doing("syntheses.comment", "syntheses.commented", tries.comment_finding),
    Doing("decisions.draft", "decisions.drafted", tries.answer),
    Doing("decisions.draft", "decisions.drafted", tries.preamble),
    Doing("decisions.draft", "decisions.drafted", tries.commit),
    Doing(
        "decisions.draft",
        "decisions.drafted",
        lambda it: decisions.remove_commitment(by=it.who, commitment=tries.commitment(it)),
    ),
    Doing("decisions.sign", "decisions.answered", tries.sign),
    Doing(
        "decisions.rectify",
        "decisions.drafted",
        lambda it: decisions.begin_rectification(
            by=it.who, activity=activity(it.consultation, "decisions"), reason="Une coquille."
        ),
    ),
    Doing(
        "decisions.report",
        "decisions.reported",
        lambda it: decisions.report(by=it.who, commitment=tries.commitment(it), body=f"Fait à {it.tag} %."),
    ),
)
