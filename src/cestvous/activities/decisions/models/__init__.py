"""The tables of decisions and of what follows from them."""

from cestvous.activities.decisions.models.commitments import Commitment, CommitmentState, Milestone, Progress
from cestvous.activities.decisions.models.decision import Answer, AnswerOutcome, Decision, DecisionVersion

__all__ = [
    "Answer",
    "AnswerOutcome",
    "Commitment",
    "CommitmentState",
    "Decision",
    "DecisionVersion",
    "Milestone",
    "Progress",
]
