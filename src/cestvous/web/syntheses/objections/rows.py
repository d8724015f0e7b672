"""Objections as plain values: all that a page shows of one, with its reply and what it is about."""

from cestvous.activities.syntheses.models import Objection
from cestvous.foundation.sources.models import columns_in_one_row
from cestvous.kernel.databases.instances import Instances

SHOWN = (
    *("id", "number", "ground", "outcome", "synthesis__id"),
    *("finding__id", "finding__number", "finding__current__id", "finding__current__title"),
    *("revised_as__id", "revised_as__number"),
    *("about__id", "about__kind", "about__number", "about__consultation", "about__standing", "about__language"),
    *("about__current__id", "about__current__title", "about__comment__id", "about__comment__thread__id"),
    *("about__comment__thread__kind", "about__comment__thread__number"),
    *columns_in_one_row("source__"),
    *columns_in_one_row("reply__"),
    *("reply__mandate__person__id", "reply__mandate__person__name"),
)
OBJECTIONS = Instances(Objection, *SHOWN)
