"""Keeping a draft, and throwing it away."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author
from cestvous.foundation.drafts.models import KEPT_FOR, Draft
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock, text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict

MOST_FIELDS, LONGEST = 20, 60_000
MOST_DRAFTS = 100
AT_MOST = 500


@action
def keep(*, by: Person, place: str, words: Mapping[str, str]) -> Draft | None:
    """Keep what was typed at a place, instead of what was kept there before; nothing typed throws it away.

    Returns the draft, or None if nothing was typed. Raises Refused for more than anybody writes.
    """
    typed = {name: said for name, value in words.items() if (said := text.clean(value))}
    if not typed:
        drop(by=by, place=place)
        return None
    if len(typed) > MOST_FIELDS or sum(map(len, typed.values())) > LONGEST:
        raise Refused(Verdict.no(_("This is too long to be kept as a draft.")))
    author = author_of(by)
    if Draft.objects.of(by).exclude(place=place).count() >= MOST_DRAFTS:
        raise Refused(Verdict.no(_("You have a hundred drafts: send some, or discard some.")))
    draft, _made = Draft.objects.update_or_create(
        author=author, place=place, defaults={"words": typed, "at": clock.now()}
    )
    return draft


@action
def drop(*, by: Person, place: str) -> None:
    """Throw a draft away: it has been sent, or nobody wants it any more."""
    Draft.objects.of(by).filter(place=place).delete()


@action
def drop_all(*, author: Author) -> None:
    """Throw away all that somebody had not sent."""
    Draft.objects.filter(author=author).delete()


@action
def forget_old() -> int:
    """Throw away, AT_MOST at once, drafts that nobody has touched for KEPT_FOR. Returns how many."""
    old = Draft.objects.filter(at__lt=clock.now() - KEPT_FOR).order_by("pk").values_list("pk", flat=True)
    return Draft.objects.filter(pk__in=list(old[:AT_MOST])).delete()[0]
