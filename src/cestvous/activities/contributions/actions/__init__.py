"""Every write to contributions, positions and their discussions."""

from cestvous.activities.contributions.actions.contributing import edit, submit, withdraw
from cestvous.activities.contributions.actions.discussing import (
    DISCUSSING,
    comment,
    endorse,
    withdraw_comment,
    withdraw_endorsement,
)
from cestvous.activities.contributions.actions.drawers import sort_anew
from cestvous.activities.contributions.actions.erasing import erase, forget_position
from cestvous.activities.contributions.actions.importing import (
    CommentElsewhere,
    ContributionElsewhere,
    Tally,
    take_in,
)
from cestvous.activities.contributions.actions.joining import MOST_FILES, files_edition
from cestvous.activities.contributions.actions.positions import take_position, withdraw_position

__all__ = [
    "DISCUSSING",
    "MOST_FILES",
    "CommentElsewhere",
    "ContributionElsewhere",
    "Tally",
    "comment",
    "edit",
    "endorse",
    "erase",
    "files_edition",
    "forget_position",
    "sort_anew",
    "submit",
    "take_in",
    "take_position",
    "withdraw",
    "withdraw_comment",
    "withdraw_endorsement",
    "withdraw_position",
]
