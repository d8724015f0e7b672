"""Giving a voice to those who speak."""

from functools import partial

from django.db import transaction

from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.people.models import Person
from cestvous.kernel.transactions import action


def author_of(person: Person) -> Author:
    """The author that speaks for a person; made the first time it is asked for."""
    known: Author | None = person.__dict__.get("_known_author")
    if known is None:
        known, _made = Author.objects.get_or_create(person=person, defaults={"kind": AuthorKind.ACCOUNT})
        known.person = person
        # Only once it is committed: if the transaction is undone, so is an author that it made.
        transaction.on_commit(partial(person.__dict__.__setitem__, "_known_author", known))
    return known


def imported_authors(names: set[str]) -> dict[str, Author]:
    """Authors for names that come from elsewhere, by name; those that exist are kept."""
    known = Author.objects.filter(kind=AuthorKind.IMPORTED)
    missing = names - set(known.filter(name__in=names).values_list("name", flat=True))
    Author.objects.bulk_create(Author(kind=AuthorKind.IMPORTED, name=name) for name in sorted(missing))
    return {author.name: author for author in known.filter(name__in=names)}


@action
def forget(*, author: Author) -> None:
    """Take from an author the person who spoke: what they said is nobody's any more."""
    Author.objects.filter(pk=author.pk).update(kind=AuthorKind.ERASED, person=None, name="")


@action
def for_office(*, person: Person) -> Author:
    """A new author for what somebody said in office, once the one who spoke for themselves was forgotten."""
    return Author.objects.create(kind=AuthorKind.ACCOUNT, person=person)
