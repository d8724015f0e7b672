"""The table of access: every address of the site, who may open it, who may send its form.

Read a row as: its manner, which says what those are answered whom it refuses; the address, and what it is asked about
(number 1 of each kind is the resident's, 2 the other resident's, 3 was withdrawn, 4 is hidden; remark 1 is the
resident's, under contribution 2); then the act that its form does, or who reads it; then the consultations in which it
is there at all. What stands nowhere in a row is refused.
"""

from collections.abc import Mapping

from tests.policy.life import (
    ANY,
    ARCHIVED,
    ASKED,
    CANCELLED,
    DRAFT,
    DRAFTS,
    ELSEWHERE,
    ORPHANED,
    PUBLIC,
    SAID,
    SIGNED,
    SUMMED_UP,
    UNPUBLISHED,
    UNSUMMED,
    WAITING,
    WRITING,
)  # fmt: skip
from tests.policy.pages import EVERYBODY, Manner, Page
from tests.policy.table import (
    ACCOUNTS,
    AGENT,
    CREATE,
    DEBATE,
    FOLLOW_UP,
    LEADERS,
    OTHER_AGENT,
    PHASES,
    SIGNED_IN,
    SPONSOR,
    On,
)  # fmt: skip
from tests.policy.table import DECISION as DECISION_PHASE

READ, READ_IN, EXPLAINED = Manner.READ, Manner.READ_IN, Manner.EXPLAINED
FORM, DESK_FORM, SENT_EXPLAINED = Manner.FORM, Manner.DESK_FORM, Manner.SENT_EXPLAINED
CONFIRMED, BUTTON, BUTTON_EXPLAINED = Manner.CONFIRMED, Manner.BUTTON, Manner.BUTTON_EXPLAINED
SENT, TAKEN_BACK, LEADS_ON = Manner.SENT, Manner.TAKEN_BACK, Manner.LEADS_ON
ACTIVITY, OWN, ANOTHERS, OWN_WITHDRAWN = On.ACTIVITY, On.OWN, On.ANOTHERS, On.OWN_WITHDRAWN
TABLES = ("contributions", "comments", "findings", "citations", "answers", "commitments")
RESIDENT, OTHER = "resident", "other_resident"


def reads(name: str, *args: int | str, there: frozenset[str] = ANY) -> Page:
    """Open to everybody who may know of the consultation."""
    return Page(name, READ, args, opens=EVERYBODY, there=there)


def does(
    manner: Manner, name: str, *args: int | str, act: str | tuple[str, ...], on: On = ACTIVITY, owner: str = "",
    there: frozenset[str] = ANY, but: Mapping[tuple[str, str], tuple[str, str]] = {}, **told: str,
) -> Page:  # fmt: skip
    """Its form does one of these acts; who may do it may open it."""
    acts = frozenset({act} if isinstance(act, str) else act)
    return Page(name, manner, args, acts, on, owner, there=there, but=but, told=told)


def own(
    manner: Manner, name: str, *args: int | str, act: str, on: On = OWN, there: frozenset[str] = SAID,
    but: Mapping[tuple[str, str], tuple[str, str]] = {},
) -> Page:  # fmt: skip
    """About what the resident said; for everybody else, about another's words."""
    return Page(name, manner, args, frozenset({act}), on, RESIDENT, there=there, but=but)


def said(manner: Manner, name: str, act: str) -> list[Page]:
    """About a contribution as it is, one that was withdrawn, and one that is hidden."""
    return [own(manner, name, n, act=act, on=on) for n, on in ((1, OWN), (3, OWN_WITHDRAWN), (4, OWN_WITHDRAWN))]


def at_desk(
    manner: Manner, name: str, *args: int | str, act: str, there: frozenset[str] = ANY,
    but: Mapping[tuple[str, str], tuple[str, str]] = {}, **told: str,
) -> Page:  # fmt: skip
    """At the desk of the synthesis: the agents in charge look at it at any time."""
    opens = frozenset({AGENT})
    return Page(name, manner, args, frozenset({act}), opens=opens, there=there, first_who=True, but=but, told=told)


def drafts(
    manner: Manner, name: str, *args: int | str, there: frozenset[str] = ANY,
    but: Mapping[tuple[str, str], tuple[str, str]] = {}, **told: str,
) -> Page:  # fmt: skip
    """At the desk of the decision."""
    return Page(name, manner, args, frozenset(DRAFTING), there=there, first_who=True, but=but, told=told)


# fmt: off
READING = [
    reads("consultation", "slug"),
    reads("procedure"),
    reads("contributions"),
    reads("resembling_contributions"),
    *(reads("contribution", n, there=SAID) for n in (1, 3, 4)),
    *(reads("contribution_version", n, 1, there=SAID) for n in (1, 3, 4)),
    reads("contribution_chain", 1, there=SAID),
    reads("our_words"),
    reads("questions"),
    *(reads("question", n, there=ASKED) for n in (1, 3)),
    reads("synthesis"),
    reads("synthesis_version", 1, there=SUMMED_UP),
    reads("synthesis_changes", 2, 1, there=frozenset()),
    reads("synthesis_coverage", there=SUMMED_UP),
    reads("set_asides", there=SUMMED_UP),
    reads("finding", 1, there=SUMMED_UP),
    reads("finding_version", 1, 1, there=SUMMED_UP),
    reads("objections"),
    reads("objection", 1, there=SUMMED_UP),
    reads("decision"),
    reads("decision_version", 1, there=SIGNED),
    reads("decision_changes", 1, there=frozenset()),
    reads("commitment", 1, there=SIGNED),
    reads("commitments"),
    # Nobody takes a draft away, not even those who prepare it.
    reads("takeaway", there=PUBLIC),
    reads("takeaway_whole", there=PUBLIC),
    *(reads("takeaway_table", table, there=PUBLIC) for table in TABLES),
    reads("takeaway_table", "people", there=frozenset()),
    reads("consultation_calendar", there=PUBLIC),
    reads("commitments_calendar"),
    reads("consultation_news", there=PUBLIC),
    *(reads("synthesis_file", ending, there=SUMMED_UP - DRAFTS) for ending in ("pdf", "docx")),
    reads("synthesis_version_file", 1, "pdf", there=SUMMED_UP - DRAFTS),
    *(reads("decision_file", ending, there=SIGNED - DRAFTS) for ending in ("pdf", "docx")),
    reads("decision_version_file", 1, "docx", there=SIGNED - DRAFTS),
    Page("consultation_short", LEADS_ON, opens=EVERYBODY),
]

# Who has said nothing reads that there is nothing to send; who said something else sends it in vain.
OBJECTING = {
    **{(role, DEBATE): ("200", "200") for role in ACCOUNTS - {RESIDENT}},
    **{(role, state): ("403", "422") for role in (RESIDENT, OTHER) for state in SUMMED_UP - {DEBATE, UNPUBLISHED}},
    (OTHER, DEBATE): ("200", "422"),
}
SAYING = [
    does(EXPLAINED, "ask", act="questions.ask"),
    own(FORM, "reply_to_question", 1, act="questions.reply", there=ASKED),
    own(FORM, "reply_to_question", 3, act="questions.reply", on=OWN_WITHDRAWN, there=ASKED),
    own(CONFIRMED, "withdraw_question", 1, act="questions.withdraw", there=ASKED),
    own(CONFIRMED, "withdraw_question", 3, act="questions.withdraw", on=OWN_WITHDRAWN, there=ASKED),
    does(EXPLAINED, "contribute", act="contributions.submit"),
    *said(FORM, "edit_contribution", act="contributions.edit"),
    *said(CONFIRMED, "withdraw_contribution", act="contributions.withdraw"),
    *said(BUTTON_EXPLAINED, "take_position", act="contributions.take_position"),
    *said(TAKEN_BACK, "withdraw_position", act="contributions.withdraw_position"),
    *said(FORM, "comment_on_contribution", act="contributions.comment"),
    own(FORM, "reply_to_contribution_comment", 2, 1, act="contributions.comment"),
    own(BUTTON, "endorse_contribution_comment", 2, 1, act="contributions.endorse"),
    own(TAKEN_BACK, "withdraw_contribution_endorsement", 2, 1, act="contributions.withdraw_endorsement"),
    own(CONFIRMED, "withdraw_contribution_comment", 2, 1, act="contributions.withdraw_comment"),
    does(FORM, "comment_on_finding", 1, act="syntheses.comment", on=ANOTHERS, there=SUMMED_UP),
    does(FORM, "reply_to_finding_comment", 1, 3, act="syntheses.comment", on=ANOTHERS, there=SUMMED_UP),
    own(BUTTON, "endorse_finding_comment", 1, 3, act="syntheses.endorse", there=SUMMED_UP),
    own(TAKEN_BACK, "withdraw_finding_endorsement", 1, 3, act="syntheses.withdraw_endorsement", there=SUMMED_UP),
    own(CONFIRMED, "withdraw_finding_comment", 1, 3, act="syntheses.withdraw_comment", there=SUMMED_UP),
    own(Manner.OBJECTED, "object_to_synthesis", act="syntheses.object", there=ANY, but=OBJECTING),
    own(CONFIRMED, "withdraw_objection", 1, act="syntheses.withdraw_objection", there=SUMMED_UP),
    own(FORM, "reply_to_objection", 1, act="syntheses.reply", there=SUMMED_UP),
    Page("keep_draft", Manner.KEPT, opens=SIGNED_IN, ahead="contribute", told={"title": "Des bancs"}, alone=True),
    Page("drop_draft", Manner.DROPPED, opens=SIGNED_IN, ahead="contribute"),
]

# The finding is gone, or published: the words that were typed are not thrown away.
MEANWHILE = {
    **{(AGENT, state): ("404", "422") for state in ANY - UNSUMMED - {ORPHANED, ELSEWHERE}},
    (OTHER_AGENT, ELSEWHERE): ("404", "422"),
}
CITED = {(AGENT, state): ("405", "422") for state in UNSUMMED}
HELD = {(AGENT, state): ("405", "403") for state in UNSUMMED}
SUMMING_UP = [
    Page("synthesis_desk", READ_IN, opens=frozenset({AGENT})),
    Page("synthesis_text", READ_IN, ("contribution", 1), opens=frozenset({AGENT}), there=SAID, first_who=True),
    at_desk(CONFIRMED, "synthesis_publish", act="syntheses.publish"),
    # While objections wait for their reply, the synthesis can't be confirmed.
    at_desk(CONFIRMED, "synthesis_confirm", act="syntheses.revise", but={(AGENT, DEBATE): ("200", "403")}),
    Page(
        "revise_finding", DESK_FORM, (1,), frozenset({"syntheses.revise"}), there=SUMMED_UP, first_who=True,
        past=frozenset({AGENT}), but={(AGENT, state): ("403", "422") for state in SUMMED_UP - {DEBATE}},
    ),
    at_desk(SENT_EXPLAINED, "synthesis_cite", "contribution", 1, act="syntheses.write", there=SAID, section="section"),
    # What is cited is not set aside; a section that holds findings is not removed.
    at_desk(SENT_EXPLAINED, "synthesis_set_aside", act="syntheses.write", but=CITED, text="contribution-1"),
    at_desk(DESK_FORM, "synthesis_add_section", act="syntheses.write"),
    at_desk(DESK_FORM, "synthesis_add_finding", act="syntheses.write", section="section"),
    at_desk(SENT, "synthesis_uncite", "citation", act="syntheses.write", there=WRITING),
    at_desk(SENT, "synthesis_lift", "aside", act="syntheses.write", there=WRITING),
    at_desk(DESK_FORM, "synthesis_section", "section", act="syntheses.write", there=WRITING),
    at_desk(SENT, "synthesis_move_section", "section", act="syntheses.write", there=WRITING),
    at_desk(SENT, "synthesis_remove_section", "section", act="syntheses.write", there=WRITING, but=HELD),
    at_desk(DESK_FORM, "synthesis_draft", 1, act="syntheses.write", there=WRITING, but=MEANWHILE, section="section"),
    at_desk(SENT, "synthesis_move_finding", 1, act="syntheses.write", there=UNSUMMED),
    at_desk(SENT, "synthesis_remove_finding", 1, act="syntheses.write", there=UNSUMMED),
]

DRAFTING = ("decisions.draft", "decisions.rectify", "decisions.sign")
# Signed: who may rectify it opens the rectification first, and is told so.
RECTIFIED_FIRST = {(role, FOLLOW_UP): ("200", "422") for role in LEADERS}
DECISION = [
    drafts(READ_IN, "decision_desk"),
    drafts(DESK_FORM, "write_preamble", but=RECTIFIED_FIRST),
    drafts(DESK_FORM, "answer_finding", 1, there=SUMMED_UP, but=RECTIFIED_FIRST, outcome="adopted"),
    drafts(DESK_FORM, "write_commitment", but=RECTIFIED_FIRST, findings="published_finding"),
    # What is signed is no draft any more.
    drafts(DESK_FORM, "edit_commitment", 1, there=frozenset({DECISION_PHASE}), findings="published_finding"),
    drafts(SENT, "remove_commitment", 1, there=frozenset({DECISION_PHASE})),
    does(CONFIRMED, "begin_rectification", act="decisions.rectify"),
    # Signed, and no rectification begun: there is nothing to sign.
    does(CONFIRMED, "sign_decision", act="decisions.sign", but={(SPONSOR, FOLLOW_UP): ("200", "409")}),
    does(CONFIRMED, "report_progress", 1, act="decisions.report", on=ANOTHERS, there=SIGNED, what="news"),
]

PRESENTED = ("consultations.edit", "consultations.correct")
# Whose decision is not signed can't be archived: the form says so.
UNSIGNED = {
    **{(AGENT, state): ("200", "422") for state in (*PHASES[:-1], WAITING)},
    (OTHER_AGENT, ELSEWHERE): ("200", "422"),
}
OVER = {(role, state): ("403", "405") for role in LEADERS for state in (CANCELLED, ARCHIVED)}
LEADING = [
    does(CONFIRMED, "edit_preparation", act=PRESENTED),
    does(CONFIRMED, "edit_files", act=PRESENTED),
    does(CONFIRMED, "edit_calendar", act=PRESENTED),
    does(CONFIRMED, "edit_answers", act=PRESENTED),
    # What is published of a procedure under way is not what is saved of a draft: nothing happens.
    Page(
        "design_procedure", CONFIRMED, acts=frozenset({"consultations.edit", "consultations.adapt"}),
        but={(AGENT, DRAFT): ("200", "422"), (AGENT, UNPUBLISHED): ("200", "200")},
        told={"do": "publish", "name:questions": "Vos questions"},
    ),
    does(READ_IN, "preview", act="consultations.publish"),
    # What has begun already can't be published: the form says so.
    does(CONFIRMED, "publish", act="consultations.publish", but={(AGENT, UNPUBLISHED): ("200", "422")}),
    # The last phase has no end.
    does(CONFIRMED, "prolong", act="consultations.adapt", but={(AGENT, FOLLOW_UP): ("200", "422")}),
    does(CONFIRMED, "suspend", act="consultations.suspend"),
    does(CONFIRMED, "resume", act="consultations.resume"),
    does(CONFIRMED, "cancel", act="consultations.cancel"),
    does(CONFIRMED, "archive", act="consultations.archive", but=UNSIGNED),
    # No form of theirs is paused: there is nothing to judge.
    does(Manner.NOTHING_TO_DO, "paused_forms", act="consultations.judge-flood"),
    # Open to any agent once nobody leads a consultation any more; to nobody as long as somebody does.
    Page("take_charge", CONFIRMED, opens=frozenset(), but={(role, ORPHANED): ("200", "done") for role in CREATE}),
    # The sponsor translates the decision alone.
    Page("translations", READ_IN, opens=LEADERS, but=OVER),
    does(CONFIRMED, "translate", "consultation", 1, "en", act="consultations.translate"),
]

# Files have addresses of their own, which nobody guesses.
FILES = [
    Page("file", READ, ("file", "plan.pdf"), opens=EVERYBODY, is_numbered=False),
    Page("file", READ, ("joined", "plan.pdf"), opens=EVERYBODY, there=SAID, is_numbered=False),
    Page("file", READ, ("joined_withdrawn", "plan.pdf"), opens=EVERYBODY, there=frozenset(), is_numbered=False),
    Page("small_file", LEADS_ON, ("file", "plan.pdf"), opens=EVERYBODY, is_numbered=False),
]

OF_CONSULTATIONS = [*READING, *SAYING, *SUMMING_UP, *DECISION, *LEADING, *FILES]
