"""Every write to standing pages."""

from datetime import datetime

from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.journal.events import EventKind
from cestvous.foundation.mandates.policy import Permission, mandate_granting
from cestvous.foundation.people.models import Person
from cestvous.institutions.agency.events import REWRITTEN, SHIPPED_AGAIN
from cestvous.institutions.agency.models import PageName, StandingPage, StandingPageVersion
from cestvous.institutions.agency.policy import check_values, may_edit_pages
from cestvous.institutions.agency.shipped import Words, shipped
from cestvous.kernel import clock, text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import EditedMeanwhile


@action
def rewrite(
    *, by: Person, page: PageName, language: str, title: str, body: str, reason: str, opened_on: int
) -> StandingPageVersion:
    """Put other words on a page, as a new version. A form sent twice rewrites once.

    ``opened_on`` is the number of the version that the form was opened on, 0 while the words were those that ship;
    raises EditedMeanwhile if there is a newer one.
    """
    at = clock.now()
    may_edit_pages(by, at).or_deny()
    words = Words(text.clean(title), text.clean(body))
    if not (words.title and words.body):
        raise Refused(Verdict.no(_("A page has a title and a text.")))
    check_values(words.title, words.body).or_deny()
    return _add(by, _held(page, language), words, reason, opened_on, at, REWRITTEN)


@action
def take_shipped(*, by: Person, page: PageName, language: str, reason: str, opened_on: int) -> StandingPageVersion:
    """Put the words that ship with the software on a page again, as a new version. Else as ``rewrite``."""
    at = clock.now()
    may_edit_pages(by, at).or_deny()
    return _add(by, _held(page, language), shipped(page, language), reason, opened_on, at, SHIPPED_AGAIN)


def _held(name: PageName, language: str) -> StandingPage:
    """The page, held until the transaction ends."""
    page, _made = StandingPage.objects.get_or_create(name=name, language=language)
    StandingPage.objects.select_for_update().get(pk=page.pk)
    return StandingPage.objects.with_words().get(pk=page.pk)


def _add(
    by: Person, page: StandingPage, words: Words, reason: str, opened_on: int, at: datetime, event: EventKind
) -> StandingPageVersion:
    why = text.clean(reason)
    if not why:
        raise Refused(Verdict.no(_("Say why: the reason stays readable beside the version.")))
    current = page.current
    before = Words(current.title, current.body) if current else shipped(PageName(page.name), page.language)
    if current is not None and words == before:
        return current
    if (current.number if current else 0) != opened_on:
        raise EditedMeanwhile
    if current is None:
        # What agents replace stays readable, whatever the next release ships.
        current = page.versions.create(number=1, title=before.title, body=before.body, at=at)
    mandate = mandate_granting(by, Permission.LEAD, at)
    version = page.versions.create(
        number=current.number + 1, title=words.title, body=words.body, reason=why, mandate=mandate, at=at
    )
    page.current = version
    page.save(update_fields=["current"])
    facts: Facts = {
        "page": page.name,
        "language": page.language,
        "version": version.number,
        "digest": version.digest,
        "mandate": mandate.pk if mandate else None,
    }
    record(event, on=page.reference, at=at, actor=author_of(by).identifier, facts=facts)
    return version
