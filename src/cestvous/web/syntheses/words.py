"""Short sentences about a synthesis that several of its pages say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from cestvous.activities.syntheses.models import Coverage, FindingVersion
from cestvous.web.design.shapes import Figure


def rests_on(version: FindingVersion) -> str:
    """ "rests on 38 contributions and 2 other texts by 35 people, 4 by passage"; read ``with_support``."""
    support = version.support
    contributions, others = support.contributions, support.other_texts
    people, by_passage = support.people, support.by_passage
    if not contributions and not others:
        return _("rests on no text yet")
    texts = []
    if contributions:
        texts.append(
            ngettext("%(count)d contribution", "%(count)d contributions", contributions) % {"count": contributions}
        )
    if others:
        texts.append(ngettext("%(count)d other text", "%(count)d other texts", others) % {"count": others})
    said = ngettext("by %(count)d person", "by %(count)d people", people) % {"count": people}
    words = _("rests on %(texts)s %(people)s") % {"texts": _(" and ").join(texts), "people": said}
    if not by_passage:
        return words
    return _("%(rests_on)s, %(count)d by passage") % {"rests_on": words, "count": by_passage}


def numbers_of(coverage: Coverage) -> list[Figure]:
    """What a coverage is made of, each number with what it counts."""
    counted = [
        (coverage.cited, ngettext("contribution is cited", "contributions are cited", coverage.cited)),
        (coverage.by_passage, ngettext("of them by passage", "of them by passage", coverage.by_passage)),
        (coverage.set_aside, ngettext("is set aside with a reason", "are set aside with a reason", coverage.set_aside)),
        (coverage.in_bulk, _("of them set aside in bulk")),
        (coverage.waiting, ngettext("still waits", "still wait", coverage.waiting)),
    ]
    apart = [
        (
            coverage.withdrawn,
            npgettext("contribution", "withdrawn by its author", "withdrawn by their authors", coverage.withdrawn),
        ),
        (coverage.hidden, pgettext("contribution", "hidden by moderation")),
    ]
    figures = [Figure(count, words) for count, words in counted]
    return figures + [Figure(count, _("apart: %(what)s") % {"what": words}) for count, words in apart if count]
