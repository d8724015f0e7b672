"""The example city that ships, with fewer positions and endorsements: they are most of the work of building it."""

from dataclasses import replace

from cestvous.commands.demo import building
from cestvous.commands.demo.texts import CityText, ContributionText, RemarkText


def thinned(others: int) -> CityText:
    """Every text of the example city. On each contribution, those take position who say why, and so many ``others`` in
    each sense; an argument is endorsed by as many."""
    whole = building.checked_texts()
    consultations = (
        replace(text, contributions=tuple(_fewer(row, others) for row in text.contributions))
        for text in whole.consultations
    )
    return replace(whole, consultations=tuple(consultations))


def _fewer(contribution: ContributionText, others: int) -> ContributionText:
    given = [reason.stance for reason in contribution.reasons]
    return replace(
        contribution,
        positions={
            stance: min(count, given.count(stance) + others) for stance, count in contribution.positions.items()
        },
        comments=tuple(_quieter(comment, others) for comment in contribution.comments),
    )


def _quieter(remark: RemarkText, most: int) -> RemarkText:
    replies = tuple(_quieter(reply, most) for reply in remark.replies)
    return replace(remark, endorsed=min(remark.endorsed, most), replies=replies)
