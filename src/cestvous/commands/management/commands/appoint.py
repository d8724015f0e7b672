"""``cestvous appoint``: give a mandate, or end one. The first mandates of a city come from here."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.foundation.mandates import actions
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock, text
from cestvous.kernel.dates import day_in_words

TODAY = "today"


class Command(BaseCommand):
    help = "Give a mandate to somebody with an account, or end one. Both are written to the public register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help=_("the address of their account"))
        parser.add_argument("--role", required=True, metavar="ROLE", help=", ".join(Role.values))
        parser.add_argument("--function", default="", help=_("as it is shown beside their name"))
        parser.add_argument("--act", default="", help=_("the decree or deliberation that appoints them"))
        parser.add_argument("--from", dest="starts", metavar="DATE", help=_("first day, YYYY-MM-DD; else today"))
        parser.add_argument("--until", metavar="DATE", help=_("first day without it, YYYY-MM-DD; open if not given"))
        parser.add_argument("--neighbourhood", metavar="SLUG", default="", help=_("if the mandate is for one"))
        parser.add_argument(
            "--end", nargs="?", const=TODAY, metavar="DATE", help=_("end the mandate on this day; today if not given")
        )

    def handle(
        self,
        *,
        email: str,
        role: str,
        function: str,
        act: str,
        starts: str | None,
        until: str | None,
        neighbourhood: str,
        end: str | None,
        **options: object,
    ) -> None:
        person = _person(email)
        known_role, function = _role(role), text.clean(function)
        today = timezone.localdate(clock.now())
        if end is not None:
            if until or starts or act:
                raise CommandError(_("--end ends a mandate that exists: it goes with --role and --function only."))
            mandate = _one_to_end(person, known_role, function, today)
            on = today if end == TODAY else _day(end, "--end")
            self._end(mandate, on)
            return
        first = _day(starts, "--from") if starts else today
        last = _day(until, "--until") if until else None
        if last is not None and last <= first:
            raise CommandError(
                _("The mandate would end (%(until)s) before it begins (%(from)s).")
                % {"until": day_in_words(last), "from": day_in_words(first)}
            )
        mandate = actions.appoint(
            person=_able_to_hold_one(person),
            role=known_role,
            function=_words(function, "--function", Mandate._meta.get_field("function").max_length),
            act=_words(text.clean(act), "--act", Mandate._meta.get_field("appointed_by_act").max_length),
            starts_on=first,
            ends_on=last,
            neighbourhood=_neighbourhood(neighbourhood),
        )
        self.stdout.write(
            _("%(mandate)s: %(role)s from %(day)s.")
            % {"mandate": mandate, "role": known_role.label, "day": day_in_words(first)}
        )

    def _end(self, mandate: Mandate, on: date) -> None:
        if on <= mandate.starts_on:
            raise CommandError(
                _("This mandate begins on %(day)s: it can end on the day after, at the earliest.")
                % {"day": day_in_words(mandate.starts_on)}
            )
        if mandate.ends_on is not None and mandate.ends_on <= on:
            raise CommandError(_("This mandate already ends on %(day)s.") % {"day": day_in_words(mandate.ends_on)})
        actions.end(mandate=mandate, on=on)
        self.stdout.write(_("%(mandate)s: ends on %(day)s.") % {"mandate": mandate, "day": day_in_words(on)})


def _person(email: str) -> Person:
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise CommandError(
            _("There is no account with the address %(email)s: they must create it first.") % {"email": email}
        )
    return person


def _able_to_hold_one(person: Person) -> Person:
    if person.is_administrator:
        raise CommandError(
            _("%(email)s is an administrator's account: whoever runs the machine holds no mandate.")
            % {"email": person.email}
        )
    if not person.is_active:
        raise CommandError(_("The account %(email)s is closed.") % {"email": person.email})
    return person


def _role(name: str) -> Role:
    if name not in Role.values:
        raise CommandError(
            _("There is no role %(name)s. Roles: %(roles)s.") % {"name": name, "roles": ", ".join(Role.values)}
        )
    return Role(name)


def _neighbourhood(slug: str) -> Neighbourhood | None:
    if not slug:
        return None
    found = Neighbourhood.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Neighbourhood.objects.order_by("slug").values_list("slug", flat=True)) or _("none yet")
        raise CommandError(
            _("There is no neighbourhood %(slug)s. Neighbourhoods: %(known)s.") % {"slug": slug, "known": known}
        )
    return found


def _day(written: str, option: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandError(
            _("%(option)s %(written)s is not a day: write it as 2026-03-31.") % {"option": option, "written": written}
        ) from None


def _words(words: str, option: str, at_most: int | None) -> str:
    if not words:
        raise CommandError(_("%(option)s is missing: it is published with the mandate.") % {"option": option})
    if at_most is not None and len(words) > at_most:
        raise CommandError(
            _("%(option)s is too long: %(at_most)d characters at most.") % {"option": option, "at_most": at_most}
        )
    return words


def _one_to_end(person: Person, role: Role, function: str, today: date) -> Mandate:
    held = person.mandates.granting(role).filter(function=function) if function else person.mandates.granting(role)
    mandates: Sequence[Mandate] = [
        mandate for mandate in held.by_name() if mandate.ends_on is None or mandate.ends_on > today
    ]
    if not mandates:
        raise CommandError(_("%(name)s holds no such mandate today.") % {"name": person.name})
    if len(mandates) > 1:
        functions = ", ".join(f"“{mandate.function}”" for mandate in mandates)
        raise CommandError(
            _("%(name)s holds several: say which with --function (%(functions)s).")
            % {"name": person.name, "functions": functions}
        )
    return mandates[0]
