"""Every address to which somebody may send a form, and the act that it does."""

from dataclasses import dataclass

from tests.policy.table import On

# Numbers of things in ``test_http``: the first of each kind is the resident's, the second somebody else's.
OWN, ANOTHERS = 1, 2
EVERY_FIELD = {
    "title": "Des bancs", "body": "Il en manque.", "text": "Il en manque.", "language": "fr",
    "stays_after_erasure": "stay", "stance": "for", "side": "for", "ground": "leaves_out", "outcome": "maintained",
    "reason": "other", "words": "Une raison.", "reasons": "Une raison.", "steps": "1", "quote": "", "finding": "1",
    "section": "1", "about": "1", "owner": "Espaces verts", "due_on": "2027-01-01", "findings": "1", "opened_on": "1",
    "edition": "1", "preamble": "Vu.", "authority": "le conseil", "deliberation": "1", "decided_on": "2026-05-05",
    "days": "7", "digest": "0" * 64, "confirm": "on", "sources": "contribution-1", "contribution": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A page that takes a form. ``args`` follow the consultation's number."""

    name: str
    act: str
    on: On = On.ACTIVITY
    args: tuple[int | str, ...] = ()


def _mine_and_theirs(name: str, act: str, *more: int) -> list[Address]:
    return [
        Address(name, act, On.OWN, (OWN, *(more or ()))),
        Address(name, act, On.ANOTHERS, (ANOTHERS, *(more or ()))),
    ]


def _remarks(kind: str, thing: str) -> list[Address]:
    # Remarks 1 and 2 stand under the second and the first contribution, 3 and 4 under the only finding.
    another, own = ((1, 2), (2, 1)) if kind == "contributions" else ((1, 4), (1, 3))
    return [
        Address(f"reply_to_{thing}_comment", f"{kind}.comment", On.ANOTHERS, another),
        Address(f"endorse_{thing}_comment", f"{kind}.endorse", On.ANOTHERS, another),
        Address(f"endorse_{thing}_comment", f"{kind}.endorse", On.OWN, own),
        Address(f"withdraw_{thing}_endorsement", f"{kind}.withdraw_endorsement", On.ANOTHERS, another),
        Address(f"withdraw_{thing}_comment", f"{kind}.withdraw_comment", On.ANOTHERS, another),
        Address(f"withdraw_{thing}_comment", f"{kind}.withdraw_comment", On.OWN, own),
    ]


def _desk(act: str, *names: str, args: tuple[int | str, ...] = ()) -> list[Address]:
    return [Address(name, act, On.ACTIVITY, args) for name in names]


ADDRESSES = [
    Address("ask", "questions.ask"),
    *_mine_and_theirs("reply_to_question", "questions.reply"),
    *_mine_and_theirs("withdraw_question", "questions.withdraw"),
    Address("contribute", "contributions.submit"),
    *_mine_and_theirs("edit_contribution", "contributions.edit"),
    *_mine_and_theirs("withdraw_contribution", "contributions.withdraw"),
    *_mine_and_theirs("take_position", "contributions.take_position"),
    *_mine_and_theirs("withdraw_position", "contributions.withdraw_position"),
    *_mine_and_theirs("comment_on_contribution", "contributions.comment"),
    *_remarks("contributions", "contribution"),
    Address("comment_on_finding", "syntheses.comment", On.ANOTHERS, (1,)),
    *_remarks("syntheses", "finding"),
    Address("object_to_synthesis", "syntheses.object", On.OWN),
    *_mine_and_theirs("withdraw_objection", "syntheses.withdraw_objection"),
    *_mine_and_theirs("reply_to_objection", "syntheses.reply"),
    *_desk("syntheses.publish", "synthesis_publish"),
    *_desk("syntheses.revise", "synthesis_confirm"),
    *_desk("syntheses.revise", "revise_finding", args=(1,)),
    *_desk("syntheses.write", "synthesis_cite", args=("contribution", 1)),
    *_desk("syntheses.write", "synthesis_set_aside", "synthesis_add_section", "synthesis_add_finding"),
    *_desk("syntheses.write", "synthesis_uncite", "synthesis_lift", args=(1,)),
    *_desk("syntheses.write", "synthesis_section", "synthesis_move_section", "synthesis_remove_section", args=(1,)),
    *_desk("syntheses.write", "synthesis_draft", "synthesis_move_finding", "synthesis_remove_finding", args=(1,)),
    *_desk("decisions.draft", "write_preamble", "write_commitment"),
    *_desk("decisions.draft", "answer_finding", "edit_commitment", "remove_commitment", args=(1,)),
    *_desk("decisions.rectify", "begin_rectification"),
    *_desk("decisions.sign", "sign_decision"),
    Address("report_progress", "decisions.report", On.ANOTHERS, (1,)),
]

# The desk of those who lead: each address is one of LEADING_ACTS.
LEADING_ADDRESSES = {
    "edit_preparation": "consultations.edit",
    "edit_files": "consultations.edit",
    "edit_calendar": "consultations.edit",
    "edit_answers": "consultations.edit",
    "publish": "consultations.publish",
    "prolong": "consultations.adapt",
    "design_procedure": "consultations.adapt",
    "suspend": "consultations.suspend",
    "resume": "consultations.resume",
    "cancel": "consultations.cancel",
    "archive": "consultations.archive",
    "paused_forms": "consultations.judge-flood",
}

# Open to any agent once nobody leads a consultation any more; to nobody as long as somebody does.
ONLY_WITHOUT_AGENTS = "take_charge"

# The same for one thing among others, by what follows the consultation's number in the address.
LEADING_THINGS: dict[str, tuple[str, tuple[int | str, ...]]] = {
    "translate": ("consultations.translate", ("consultation", 1, "en")),
}

# Pages that are only read, and the one that begins a draft.
ONLY_READ = frozenset(
    {
        "resembling_contributions",
        "consultations", "consultation_short", "consultation", "procedure", "contributions", "contribution",
        "contribution_version", "questions", "question", "synthesis", "synthesis_version",
        "synthesis_changes", "synthesis_coverage", "set_asides", "finding",
        "finding_version", "objections", "objection", "synthesis_desk", "synthesis_text", "decision",
        "decision_version", "decision_changes", "commitment", "decision_desk", "desk", "preview",
        "translations",
    }
)  # fmt: skip
