"""Standing pages of the city of the tests."""

from cestvous.foundation.people.models import Person
from cestvous.institutions.agency.actions import rewrite
from cestvous.institutions.agency.models import PageName, StandingPage


def rewrite_contact(agent: Person, many: int) -> None:
    """The page of contacts, rewritten by agents ``many`` times."""
    for hour in range(many):
        known = StandingPage.objects.with_words().filter(name=PageName.CONTACT, language="fr").first()
        rewrite(
            by=agent, page=PageName.CONTACT, language="fr", title="Contact",
            body=f"## Nous voir\n\nDe 8 h à {hour} h, sans rendez-vous, à l'accueil de la mairie.",
            reason="Les horaires changent.", opened_on=known.current.number if known and known.current else 0,
        )  # fmt: skip
