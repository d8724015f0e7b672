"""Short sentences about a synthesis that several of its pages say; each number leads to what it counts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from cestvous.activities.syntheses.models import Coverage, FindingVersion
from cestvous.web.design.shapes import Figure


def rests_on(version: FindingVersion) -> str:
    """ "rests on 38 contributions and 2 other texts by 35 people, 4 by passage"."""
    support = version.support
    contributions, others = support.contributions, support.other_texts
    by_passage = support.by_passage
    if not contributions and not others:
        return _("rests on no text yet")
    texts = []
    if contributions:
        texts.append(
            ngettext("%(count)d contribution", "%(count)d contributions", contributions) % {"count": contributions}
        )
    if others:
        texts.append(ngettext("%(count)d other text", "%(count)d other texts", others) % {"count": others})
    said = by_how_many(support.people, support.bodies)
    words = _("rests on %(texts)s %(people)s") % {"texts": _(" and ").join(texts), "people": said}
    if not by_passage:
        return words
    return _("%(rests_on)s, %(count)d by passage") % {"rests_on": words, "count": by_passage}


def by_how_many(people: int, bodies: int) -> str:
    """ "by 35 people and 2 organisations": who speaks for many is counted apart from people."""
    said = ngettext("by %(count)d person", "by %(count)d people", people) % {"count": people}
    if not bodies:
        return said
    apart = ngettext("%(count)d organisation", "%(count)d organisations", bodies) % {"count": bodies}
    if not people:
        return _("by %(organisations)s") % {"organisations": apart}
    return _("%(people)s and %(organisations)s") % {"people": said, "organisations": apart}


def support_of(version: FindingVersion, url: str) -> list[Figure]:
    """What a finding rests on, number by number, each leading to these texts at ``url``."""
    support = version.support
    counted = [
        ("", support.contributions, ngettext("contribution", "contributions", support.contributions)),
        ("", support.other_texts, ngettext("other text", "other texts", support.other_texts)),
        ("people", support.people, ngettext("person", "people", support.people)),
        ("bodies", support.bodies, ngettext("organisation or council", "organisations or councils", support.bodies)),
        ("passage", support.by_passage, ngettext("cited by passage", "cited by passage", support.by_passage)),
        (
            "alike",
            support.repeated,
            ngettext("repeats another one word for word", "repeat another one word for word", support.repeated),
        ),
    ]
    return [
        Figure(count, words, f"{url}?cited={which}#texts" if which else f"{url}#texts")
        for which, count, words in counted
        if count
    ]


def numbers_of(coverage: Coverage, url: str = "") -> list[Figure]:
    """What a coverage is made of, each number with what it counts, which ``url`` lists."""
    counted = [
        ("cited", coverage.cited, ngettext("contribution is cited", "contributions are cited", coverage.cited)),
        ("passage", coverage.by_passage, ngettext("of them by passage", "of them by passage", coverage.by_passage)),
        (
            "aside",
            coverage.set_aside,
            ngettext("is set aside with a reason", "are set aside with a reason", coverage.set_aside),
        ),
        ("bulk", coverage.in_bulk, _("of them set aside in bulk")),
        ("waiting", coverage.waiting, ngettext("still waits", "still wait", coverage.waiting)),
    ]
    withdrawn = npgettext("contribution", "withdrawn by its author", "withdrawn by their authors", coverage.withdrawn)
    apart = [("withdrawn", coverage.withdrawn, withdrawn)]
    apart.append(("hidden", coverage.hidden, pgettext("contribution", "hidden by moderation")))
    counted += [(fate, count, _("apart: %(what)s") % {"what": words}) for fate, count, words in apart if count]
    return [Figure(count, words, f"{url}?fate={fate}" if url and count else "") for fate, count, words in counted]
