"""Where the page of an organisation is: by its name and number."""

from django.urls import reverse

from cestvous.foundation.organisations.models import slug_of


def organisation_url(number: int, name: str) -> str:
    """The page of an organisation, of which no more has to be read than its number and its name."""
    return reverse("organisation", args=[slug_of(name), number])
