"""Asking to represent an organisation, confirming and refusing it, ending it, saying what the organisation is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.journal.events import EventKind
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.mandates.policy import (
    Permission,
    mandate_granting,
    may_be_held_by_anybody,
    may_name_organisation,
)
from cestvous.foundation.organisations import events
from cestvous.foundation.organisations.models import (
    LONGEST_LOOKS,
    OPEN_STATES,
    Organisation,
    OrganisationSort,
    Representative,
    RepresentativeState,
)
from cestvous.foundation.organisations.policy import (
    MOST_ASKED,
    ending_mandate,
    may_ask,
    may_describe,
    may_end,
    may_judge,
)
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock, text
from cestvous.kernel.lookalikes import looks
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict


@dataclass(frozen=True, kw_only=True)
class About:
    """What an organisation says of itself."""

    sort: OrganisationSort
    about: str = ""
    registration: str = ""


@action
def ask(
    *, by: Person, function: str, organisation: Organisation | None = None, name: str = "", about: About | None = None
) -> Representative:
    """Ask to represent an organisation: one that is known, or one that is named. Sent twice, it is asked once.

    A name that looks like that of a known organisation means that one. Raises Refused for a name or a function by which
    somebody could pass for the city or for somebody in office, and to whoever has MOST_ASKED requests waiting.
    """
    may_ask(by).or_deny()
    may_be_held_by_anybody(function := _said(function)).or_deny()
    author, at = author_of(by), clock.now()
    # The author is held until the transaction ends: of two requests at one instant, the second is counted after.
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    organisation = organisation or _named(_said(name), about or About(sort=OrganisationSort.OTHER))
    asked, made = Representative.objects.get_or_create(
        organisation=organisation,
        author=author,
        state__in=OPEN_STATES,
        defaults={"function": function, "state": RepresentativeState.ASKED, "asked_at": at, "state_since": at},
    )
    if made:
        if Representative.objects.of(by).waiting().count() > MOST_ASKED:
            raise Refused(
                Verdict.no(
                    _("You have asked to represent many organisations, and agents have not answered yet."),
                    remedy=_("Wait for their answer, or withdraw one of your requests."),
                )
            )
        record(events.ASKED, on=organisation.reference, at=at, actor=author.identifier)
    return asked


def _said(words: str) -> str:
    words = " ".join(text.clean(words).split())
    if not words:
        raise Refused(Verdict.no(_("Write something first: this text is empty.")))
    return words


def _named(name: str, about: About) -> Organisation:
    may_name_organisation(name).or_deny()
    defaults: dict[str, Any] = {
        # Made only with the organisation: two who name it at one instant make one voice.
        "author": lambda: Author.objects.create(kind=AuthorKind.ORGANISATION, name=name),
        "sort": about.sort,
        "about": text.clean(about.about),
        "registration": about.registration,
        "made_at": clock.now(),
    }
    row, made = Organisation.objects.get_or_create(looks=looks(name)[:LONGEST_LOOKS], defaults=defaults)
    return row if made else _named_anew(row, name, about)


def _named_anew(row: Organisation, name: str, about: About) -> Organisation:
    """What nobody was confirmed for, nor asks any more, is what the next one says: no impostor names it for good."""
    row = Organisation.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.representatives.filter(Q(state__in=OPEN_STATES) | Q(confirmed_at__isnull=False)).exists():
        return row
    Author.objects.filter(pk=row.author_id).update(name=name)
    row.sort, row.registration, row.about = about.sort, about.registration, text.clean(about.about)
    row.save(update_fields=["sort", "about", "registration"])
    return row


def _locked(representative: Representative) -> Representative:
    """The row as it is, held until the transaction ends: two who judge it take turns."""
    Representative.objects.select_for_update(no_key=True).get(pk=representative.pk)
    return Representative.objects.with_names().get(pk=representative.pk)


@action
def confirm(*, by: Person, representative: Representative) -> None:
    """Say that somebody does represent an organisation: from now on they speak for it."""
    row, at = _locked(representative), clock.now()
    may_judge(by, row, at).or_deny()
    row.confirmed_at = at
    _settle(row, RepresentativeState.CONFIRMED, mandate_granting(by, Permission.LEAD, at), "", events.CONFIRMED, by)


@action
def refuse(*, by: Person, representative: Representative, reason: str) -> None:
    """Say that somebody does not represent an organisation, and why. They can ask again."""
    row, at = _locked(representative), clock.now()
    may_judge(by, row, at).or_deny()
    mandate = mandate_granting(by, Permission.LEAD, at)
    _settle(row, RepresentativeState.REFUSED, mandate, _said(reason), events.REFUSED, by)


@action
def end(*, by: Person, representative: Representative, reason: str = "") -> None:
    """End it: what was said for the organisation stays its own. An agent who does so gives a reason."""
    row, at = _locked(representative), clock.now()
    may_end(by, row, at).or_deny()
    mandate = ending_mandate(by, row, at)
    reason = text.clean(reason) if mandate is None else _said(reason)
    event = events.ENDED if row.confirmed_at else events.ASK_WITHDRAWN
    _settle(row, RepresentativeState.ENDED, mandate, reason, event, by)


def _settle(
    row: Representative,
    state: RepresentativeState,
    mandate: Mandate | None,
    reason: str,
    event: EventKind,
    by: Person,
) -> None:
    at = clock.now()
    row.state, row.state_since, row.mandate, row.reason = state, at, mandate, reason
    row.save(update_fields=["state", "state_since", "confirmed_at", "mandate", "reason"])
    # Whoever was shown as its representative a moment ago reads it anew.
    by.__dict__.pop("_known_representations", None)
    facts: Facts = {"representative": row.author.identifier, "mandate": mandate.pk if mandate else None}
    record(event, on=row.organisation.reference, at=at, actor=author_of(by).identifier, facts=facts)


@action
def describe(*, by: Person, organisation: Organisation, about: About) -> None:
    """Say anew what an organisation is. Its name stays: it stands beside what was said."""
    may_describe(by, organisation).or_deny()
    organisation.sort, organisation.registration = about.sort, about.registration
    organisation.about = text.clean(about.about)
    organisation.save(update_fields=["sort", "about", "registration"])
    record(events.DESCRIBED, on=organisation.reference, at=clock.now(), actor=author_of(by).identifier)


@action
def speaking_for(*, by: Person, representative: Representative) -> Representative:
    """The representative, held: whoever ends it meanwhile waits until what is being said has been said."""
    Representative.objects.select_for_update(no_key=True).get(pk=representative.pk)
    row = Representative.objects.of(by).confirmed().with_names().filter(pk=representative.pk).first()
    if row is None:
        raise Refused(
            Verdict.no(
                _("You don't represent this organisation, or no longer."),
                remedy=_("Ask to represent it in your account, or speak for yourself."),
            )
        )
    return row


@action
def forget(*, author: Author) -> None:
    """Of whom an organisation was represented by nothing stays but that somebody was, if they ever were.

    What they alone had named, and nobody was confirmed for, goes with them. The caller has ended what was open.
    """
    rows = Representative.objects.filter(author=author)
    named = list(rows.filter(confirmed_at__isnull=True).order_by("pk").values_list("organisation", flat=True))
    rows.filter(confirmed_at__isnull=True).delete()
    rows.update(function="", reason="")
    for organisation in Organisation.objects.filter(pk__in=named, representatives__isnull=True).order_by("pk"):
        Organisation.objects.filter(pk=organisation.pk).delete()
        Author.objects.filter(pk=organisation.author_id).delete()
