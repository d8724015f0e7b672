"""What a page offers beside a refusal: the way to what would change it, if the reader can do something about it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import State
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Link

NO_REMEDY = Link("", "")


def remedy_of(found: Found, verdict: Verdict, act: str, back_to: str) -> Link:
    """What this reader can do about a refusal: sign in and come ``back_to`` an address, or complete the account.

    Empty when nothing but time, or somebody else, would change it.
    """
    if not verdict.remedy or not is_open_to_some(found, act):
        return NO_REMEDY
    if not isinstance(found.reader, Person):
        return Link(pgettext("refusal", "Sign in"), f"{reverse('account_login')}?{urlencode({'next': back_to})}")
    if found.reader.neighbourhood_id is None:
        return Link(_("Complete my account"), f"{reverse('account')}?{urlencode({'next': back_to})}")
    return NO_REMEDY


def is_open_to_some(found: Found, act: str) -> bool:
    """Is this act open now, be it to others than this reader?"""
    schedule = found.consultation.schedule
    current = schedule.current
    if found.consultation.state != State.PUBLISHED or current is None or not schedule.period_open(found.at):
        return False
    return any(act in cell.acts for cell in found.consultation.grid.openings if cell.phase == current.key)
