"""Opening an account, and changing what one told about oneself."""

from datetime import datetime

from django.db.models import CASCADE, Q

from cestvous.foundation.journal.actions import record
from cestvous.foundation.people.events import ACCOUNT_CHANGED, ACCOUNT_OPENED
from cestvous.foundation.people.models import AgeBand, NameKind, Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock, text
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action

# All that stays of an account whose holder signed something in office.
KEPT = frozenset({"id", "name", "joined_at"})
NO_PASSWORD = "!"  # noqa: S105 — what no password's digest is


@action
def open_account(
    *,
    person: Person,
    name: str,
    name_kind: NameKind,
    neighbourhood: Neighbourhood | None,
    age_band: AgeBand | str = "",
    charter_accepted: bool,
    at_least_16: bool,
    language: str = DEFAULT_LANGUAGE,
) -> Person:
    """Save a new ``person`` (address and password set, not yet saved) with what they told about themselves.

    Raises ValueError without the charter or the age: a form must have asked for both.
    """
    if not (charter_accepted and at_least_16):
        raise ValueError("an account needs the charter accepted and sixteen years of age")
    at = clock.now()
    person.name = text.clean(name)
    person.name_kind = name_kind
    person.neighbourhood = neighbourhood
    person.age_band = age_band
    person.language = language
    person.at_least_16 = True
    person.charter_accepted_at = person.joined_at = at
    person.save()
    record(ACCOUNT_OPENED, on=Reference("account", person.pk), at=at)
    return person


@action
def change_profile(
    *,
    by: Person,
    name: str,
    name_kind: NameKind,
    neighbourhood: Neighbourhood | None,
    age_band: AgeBand | str = "",
    language: str,
) -> Person:
    """Change what somebody told about themselves. Records which parts changed, never what they say.

    A proof of residence is worth nothing for another neighbourhood: it goes with the one it was given for.
    """
    # Not ``by`` itself: a form may have filled it in already.
    person = Person.objects.select_for_update().get(pk=by.pk)
    told = {
        "name": text.clean(name),
        "name_kind": name_kind,
        "neighbourhood_id": neighbourhood.pk if neighbourhood else None,
        "age_band": age_band,
        "language": language,
    }
    changed = {field: value for field, value in told.items() if getattr(person, field) != value}
    if not changed:
        return person
    if "neighbourhood_id" in changed:
        changed["residence_proved_on"] = None
    Person.objects.filter(pk=person.pk).update(**changed)
    record(
        ACCOUNT_CHANGED,
        on=Reference("account", person.pk),
        at=clock.now(),
        facts={field.removesuffix("_id"): True for field in changed},
    )
    person.refresh_from_db()
    return person


@action
def mark_words_seen(*, by: Person, until: datetime) -> None:
    """Keep until when somebody has seen what became of their words: never ahead of now, never back.

    Nor before they joined: a database keeps instants that can't be read from it again. Records nothing: what somebody
    has read is nobody else's business.
    """
    until = min(max(until, by.joined_at), clock.now())
    not_further = Q(words_seen_at__isnull=True) | Q(words_seen_at__lt=until)
    Person.objects.filter(not_further, pk=by.pk).update(words_seen_at=until)


@action
def note_warned(*, person: Person, at: datetime) -> None:
    """Note that somebody was told that their account sleeps. Records nothing: it is between them and us."""
    Person.objects.filter(pk=person.pk).update(warned_at=at)


@action
def forget(*, person: Person, at: datetime, held_office: bool) -> None:
    """Let go of an account, of which nothing else holds on to the person.

    Of somebody who ``held_office`` their name stays, beside what they signed, in an account that nobody can enter and
    that says nothing else. The caller records it.
    """
    if not held_office:
        Person.objects.filter(pk=person.pk).delete()
        return
    for relation in Person._meta.related_objects:
        # Whatever would have gone with the row goes all the same: addresses, keys, visits.
        if relation.on_delete is CASCADE:
            relation.related_model._default_manager.filter(**{relation.field.name: person}).delete()
    blank = {field.attname: field.get_default() for field in Person._meta.concrete_fields if field.attname not in KEPT}
    nowhere = f"erased-{person.pk}@account.invalid"
    Person.objects.filter(pk=person.pk).update(
        **{**blank, "email": nowhere, "password": NO_PASSWORD, "is_active": False, "erased_at": at}
    )
