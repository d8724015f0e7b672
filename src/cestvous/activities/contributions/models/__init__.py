"""The tables of contributions, and the ways through them."""

from cestvous.activities.contributions.models.cards import Row, cards, places
from cestvous.activities.contributions.models.contribution import (
    Contribution,
    ContributionQuerySet,
    Position,
    TallyElsewhere,
)
from cestvous.activities.contributions.models.drawers import Drawer
from cestvous.activities.contributions.models.orders import (
    AT_LEAST_TIMES,
    AT_MOST_TIMES,
    FEWEST_POSITIONS,
    MOST_DISCUSSED,
    NEWEST_FIRST,
    PRIME,
    SEVERAL,
    Order,
    Stance,
    Tendency,
    shuffled,
    tendency_of,
)

__all__ = [
    "AT_LEAST_TIMES",
    "AT_MOST_TIMES",
    "FEWEST_POSITIONS",
    "MOST_DISCUSSED",
    "NEWEST_FIRST",
    "PRIME",
    "SEVERAL",
    "Contribution",
    "ContributionQuerySet",
    "Drawer",
    "Order",
    "Position",
    "Row",
    "Stance",
    "TallyElsewhere",
    "Tendency",
    "cards",
    "places",
    "shuffled",
    "tendency_of",
]
