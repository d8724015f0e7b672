"""``cestvous recover``: let somebody back in who has lost phone, passkeys and recovery codes."""

from argparse import ArgumentParser

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cestvous.foundation.people.actions import change_sign_in
from cestvous.foundation.people.models import Person
from cestvous.kernel.text import set_in


class Command(BaseCommand):
    help = (
        "Remove the second factors, passkeys and recovery codes of an account, and end its sessions. Make sure first "
        "who asks: face to face, or by a number that you knew before. They are told by mail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help=_("the address of their account"))

    @transaction.atomic
    def handle(self, *, email: str, **options: object) -> None:
        person = Person.objects.filter(email__iexact=email.strip()).first()
        if person is None:
            raise CommandError(_("There is no account with the address %(email)s.") % {"email": email})
        removed, _by_table = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise CommandError(_("The account %(email)s has no second factor and no passkey.") % {"email": email})
        change_sign_in(by=person, part="recovered")
        _tell(person)
        self.stdout.write(_("%(email)s signs in with the password alone from now on.") % {"email": person.email})


def _tell(person: Person) -> None:
    with override(person.language):
        subject = _("Your second factor was removed")
        body = _(
            "Hello,\n\nAt your request, the second factor, the passkeys and the recovery codes of your account were "
            "removed: your password alone signs you in. Add a new one soon, under “Security of my account”.\n\n"
            "If you did not ask for this, write to us at once: %(contact)s.\n\n%(site)s"
        ) % {"contact": settings.CITY_CONTACT, "site": settings.SITE_NAME}
        send_mail(set_in(person.language, subject), set_in(person.language, body), None, [person.email])
