"""The two mails about an account that ends: that it sleeps and will be erased, and that it is erased."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from cestvous.foundation.people.models import INACTIVE_FOR, TO_COME_BACK, Person
from cestvous.kernel.text import set_in


def say_farewell(*, to: str, language: str) -> None:
    """The last mail that an address gets: whoever did not want this learns of it. It leaves, and nothing keeps it."""
    with override(language):
        body = _(
            "Hello,\n\nYour account on %(site)s has been erased, as was asked from it just now. Nothing there names "
            "you any more, and you won't hear from us again.\n\nIf it was not you who asked, write to %(contact)s."
        ) % {"site": settings.SITE_NAME, "contact": settings.CITY_CONTACT}
        _send(to, _("Your account is erased"), body, language)


def warn(person: Person) -> None:
    """Tell somebody that their account sleeps, and until when signing in keeps it."""
    with override(person.language):
        body = _(
            "Hello,\n\nNobody has signed in to your account on %(site)s for %(years)d years. In %(days)d days it will "
            "be erased: your words stay without your name, or go, as you chose when you wrote them.\n\nTo keep it, "
            "sign in: %(address)s\n\nTo let it go, you have nothing to do."
        ) % {
            "site": settings.SITE_NAME,
            "years": INACTIVE_FOR.days // 365,
            "days": TO_COME_BACK.days,
            "address": settings.SITE_URL,
        }
        _send(person.email, _("Your account will be erased"), body, person.language)


def _send(to: str, subject: str, body: str, language: str) -> None:
    send_mail(set_in(language, subject), set_in(language, body), settings.DEFAULT_FROM_EMAIL, [to])
