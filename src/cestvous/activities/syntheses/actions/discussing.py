"""Discussing a finding: comments, replies, endorsements."""

from cestvous.activities.syntheses import events
from cestvous.activities.syntheses import kind as acts
from cestvous.procedure.consultations.actions.discussing import Discussing, Step

DISCUSSING = Discussing(
    commenting=Step(acts.COMMENT, events.COMMENTED),
    withdrawing=Step(acts.WITHDRAW_COMMENT, events.COMMENT_WITHDRAWN),
    endorsing=Step(acts.ENDORSE, events.ENDORSED),
    unendorsing=Step(acts.WITHDRAW_ENDORSEMENT, events.ENDORSEMENT_WITHDRAWN),
)
comment, withdraw_comment = DISCUSSING.comment, DISCUSSING.withdraw_comment
endorse, withdraw_endorsement = DISCUSSING.endorse, DISCUSSING.withdraw_endorsement
