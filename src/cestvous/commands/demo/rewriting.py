"""What the agents of the example city wrote on its standing pages."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from cestvous.commands.demo.agenda import Agenda
from cestvous.commands.demo.hours import Hours
from cestvous.commands.demo.inhabitants import Inhabitants
from cestvous.commands.demo.texts import PageText
from cestvous.foundation.people.models import Person
from cestvous.institutions.agency.actions import rewrite
from cestvous.institutions.agency.models import StandingPage
from cestvous.kernel.languages import DEFAULT_LANGUAGE


def plan_pages(
    pages: Sequence[PageText], inhabitants: Inhabitants, agenda: Agenda, office: Hours, now: datetime
) -> None:
    """Each page rewritten in office hours, on its day."""
    for text in pages:
        agenda.plan(office.later(now - text.ago, 0), partial(_rewrite, text, inhabitants.people[text.by]))


def _rewrite(text: PageText, agent: Person) -> None:
    page = StandingPage.objects.with_words().filter(name=text.page, language=DEFAULT_LANGUAGE).first()
    rewrite(
        by=agent,
        page=text.page,
        language=DEFAULT_LANGUAGE,
        title=text.title,
        body=text.body,
        reason=text.reason,
        opened_on=page.current.number if page and page.current else 0,
    )
