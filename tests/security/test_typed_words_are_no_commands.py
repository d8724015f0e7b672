"""What people type is words, wherever it comes to: queries, patterns, templates, letters, lines of a log."""

import logging
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cestvous.foundation.people.models import Person
from cestvous.kernel import logs, text
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.contributions.marking import marked
from tests.factories import a_contribution, in_phase
from tests.web.browsing import page, read
from tests.web.test_accounts import told

pytestmark = pytest.mark.django_db
COMMANDS = [
    "x' OR 1=1 --",
    "1); DROP TABLE people_person; --",
    "{{ 7|add:7 }} {% load static %} {{ request.user }}",
    "{0.__class__.__mro__} %s %(id)s ${7*7} #{7*7}",
    "(a+)+$ [^x] .* \\d",
    "$(id) `id` ; id | id",
]


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize("words", COMMANDS)
def test_words_come_out_as_they_were_typed(
    client: Client, consultation: Consultation, resident: Person, words: str
) -> None:
    consultation = in_phase(consultation, "consultation")
    one = a_contribution(resident, consultation, f"Titre {words}", f"Corps {words}")
    shown = read(client, page("contribution", consultation.number, one.number))
    # Typography sets quotation marks and spaces of its own: what lies between them is as it was typed.
    assert all(escape(part) in shown for part in re.findall(r"[^\s'\"—–-]{3,}", words))
    assert not {"14", "uid=0", "49"} & set(shown[shown.index("<main") : shown.index("</main>")].split())
    assert Person.objects.filter(pk=resident.pk).exists()


@pytest.mark.parametrize("words", COMMANDS)
def test_a_search_for_commands_is_a_search_for_words(
    client: Client, consultation: Consultation, resident: Person, words: str
) -> None:
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation, "Des bancs", "Devant les œillets.")
    answer = client.get(page("contributions", consultation.number), {"q": words})
    assert answer.status_code == 200
    assert not [card.number for card in answer.context["page"].cards]


def test_a_quote_with_signs_of_patterns_is_found_as_it_stands_and_nothing_else_is() -> None:
    body = "Il a dit (oui|non)* et [a-z]+ puis ab."
    for quote in ("(oui|non)*", "[a-z]+", "non)* et"):
        found = text.locate(quote, body)
        assert found is not None
        assert body[found[0] : found[1]] == quote
    assert text.locate("a.", "ab") is None
    assert text.locate("o*i", "oui") is None
    assert "<mark>" not in marked("oui", "o.i")


@pytest.mark.parametrize(
    "address", ["a@exemple.test\nBcc: b@exemple.test", "a@exemple.test\r\n\r\nBonjour", "a@b.fr, c@d.fr"]
)
def test_an_address_carries_no_header_into_a_letter(client: Client, address: str) -> None:
    assert client.post(reverse("account_signup"), told(email=address)).status_code == 422
    client.post(reverse("account_reset_password"), {"email": address})
    assert not [
        letter for letter in mail.outbox if "b@exemple.test" in str(letter.message()) or "Bonjour" in letter.subject
    ]


def test_no_subject_carries_a_header_into_a_letter() -> None:
    with pytest.raises(ValueError, match="newline"):
        EmailMessage("Bonjour\nBcc: b@exemple.test", "…", None, ["a@exemple.test"]).message()


@pytest.mark.parametrize("form", [logs.Plain, logs.JsonLines])
def test_a_name_of_two_lines_makes_no_line_of_the_log(form: type[logs.Plain | logs.JsonLines]) -> None:
    said = "Samira\r\n2026-03-02T09:00:00Z ERROR root [x] forged"
    record = logging.LogRecord("anybody", logging.WARNING, "", 1, "said by %s", (said,), None)
    assert len(form().format(record).splitlines()) == 1


def test_what_stands_in_the_address_is_no_part_of_a_form(client: Client, resident: Person) -> None:
    client.force_login(resident)
    fields = "name_kind=pseudonym&name=Autre&neighbourhood=&age_band="
    client.post(f"{reverse('account')}?{fields}")
    assert Person.objects.get(pk=resident.pk).name != "Autre"
    both = client.post(reverse("account"), f"{fields}&name=Samira+B.", "application/x-www-form-urlencoded")
    assert both.status_code == 302
    resident.refresh_from_db()
    assert resident.name == "Samira B."
