"""What becomes of contributions and positions when the account of whoever they are from is erased.

The caller records each: these are steps of one act.
"""

from cestvous.activities.contributions import kind as acts
from cestvous.activities.contributions.actions.contributing import lock_contribution
from cestvous.activities.contributions.actions.drawers import place_of, take_out
from cestvous.activities.contributions.actions.positions import no_longer_stand
from cestvous.activities.contributions.models import Contribution, Position
from cestvous.foundation.sources import actions as sources
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions import recount, settle


@action
def erase(*, contribution: Contribution) -> None:
    """Erase the words of a contribution, in every version. Its number, its discussion and the fact of it stay."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    lock_contribution(contribution)
    place, was_shown = place_of(contribution), contribution.is_shown
    if was_shown:
        recount(consultation, acts.NAME, by=-1)
    sources.erase(source=contribution.source, at=at)
    contribution.is_shown, contribution.fingerprint, contribution.neighbourhood = False, "", None
    contribution.save(update_fields=["is_shown", "fingerprint", "neighbourhood"])
    if was_shown:
        take_out(place)
    settle(consultation)


@action
def forget_position(*, position: Position) -> None:
    """No longer count a position; the reason given with it is erased."""
    contribution = position.contribution
    at = settle(contribution.activity.consultation)
    lock_contribution(contribution)
    held = Position.objects.filter(pk=position.pk).select_related("reason").first()
    if held is not None:
        no_longer_stand(held, contribution, at)
