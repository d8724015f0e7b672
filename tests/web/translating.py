"""What the tests of translations share."""

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cestvous.foundation.people.models import Person
from cestvous.foundation.translations.actions import Rendering
from cestvous.foundation.translations.models import Translation
from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.translations.reading import reference_of

SCREENS = [("fr", "Français"), ("en", "English"), ("de", "Deutsch")]


def in_english(name: str, *args: object) -> str:
    with override("en"):
        return reverse(name, args=args)


def in_french(name: str, *args: object) -> str:
    with override("fr"):
        return reverse(name, args=args)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def translate(
    person: Person, consultation: Consultation, words: str = "A square for all", into: str = "en", opened_on: int = 0
) -> list[Translation]:
    return actions.translate(
        by=person,
        consultation=consultation,
        of=reference_of(consultation),
        into=into,
        parts={"title": Rendering(consultation.title, words)},
        opened_on=opened_on,
    )


def overview(consultation: Consultation) -> str:
    return in_english("consultation", consultation.number, consultation.slug)


def form_of(client: Client, address: str) -> dict[str, str]:
    form = client.get(address).context["page"].form
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in form}


def sent_to(consultation: Consultation, kind: str = "consultation", n: int = 1, into: str = "en") -> str:
    return in_french("translate", consultation.number, kind, n, into)
