"""The site in the languages of its screens, and every text marked with its own."""

import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import Settings

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.questions import actions as questions
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.kernel.dates import day_in_words, instant_in_words
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.dates import short_day
from tests.factories import a_finding, a_person, activity, in_phase
from tests.machinery.clock import MONDAY

pytestmark = pytest.mark.django_db


def address(name: str, *args: object, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=args)


def page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def german_screens(settings: Settings) -> None:
    settings.LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch")]


# --- Screens --------------------------------------------------------------------------------------------------------
def test_the_switcher_keeps_the_page_and_its_query(client: Client, consultation: Consultation) -> None:
    shown = page(client, address("contributions", consultation.number) + "?order=oldest&text=banc")
    assert f'<a href="/en/consultations/{consultation.number}/contributions/?order=oldest&amp;text=banc"' in shown
    assert 'lang="en" hreflang="en">English</a>' in shown
    assert 'lang="fr" hreflang="fr" aria-current="true">Français</a>' in shown


def test_the_menu_offers_the_other_languages_at_the_top_of_the_page(client: Client) -> None:
    menu = page(client, address("consultations")).partition('<main id="main"')[0]
    assert 'class="masthead-tongue"><a href="/de/consultations/" lang="de" hreflang="de">Deutsch</a>' in menu
    assert "Français" not in menu, "the one in which the page is read goes without saying"


def test_a_page_says_where_it_is_in_other_languages(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://exemple.test"
    shown = page(client, address("consultations") + "?original=1")
    assert '<link rel="canonical" href="https://exemple.test/fr/consultations/">' in shown
    for language in ("fr", "en"):
        assert (
            f'<link rel="alternate" hreflang="{language}" href="https://exemple.test/{language}/consultations/' in shown
        )
    assert '<link rel="alternate" hreflang="x-default" href="https://exemple.test/fr/consultations/' in shown


@pytest.mark.parametrize(("asks", "gets"), [("en-GB,fr;q=0.5", "/en/"), ("fr", "/fr/"), ("ja", "/fr/"), ("", "/fr/")])
def test_the_root_takes_the_language_of_the_browser(asks: str, gets: str, client: Client) -> None:
    answer = client.get("/", headers={"accept-language": asks})
    assert answer.headers["Location"] == gets
    assert "Accept-Language" in answer.headers["Vary"]
    assert not answer.cookies


def test_the_root_takes_the_language_of_whoever_signed_in(client: Client, resident: Person) -> None:
    Person.objects.filter(pk=resident.pk).update(language="en")
    client.force_login(resident)
    assert client.get("/", headers={"accept-language": "fr"}).headers["Location"] == "/en/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_reading_in_any_language_sets_no_cookie(language: str, client: Client, consultation: Consultation) -> None:
    answer = client.get(address("consultations", language=language))
    assert not answer.cookies
    assert f'<html lang="{language}">' in answer.content.decode()


def test_choosing_a_language_in_one_s_account_shows_it_at_once(client: Client, resident: Person) -> None:
    client.force_login(resident)
    told = {"name": resident.name, "name_kind": resident.name_kind, "language": "en"}
    answer = client.post(address("account"), told)
    assert answer.headers["Location"] == address("account", language="en")
    assert "Your account is up to date" in page(client, address("account", language="en"))


def test_a_mail_is_in_the_language_of_its_reader(client: Client) -> None:
    person = a_person("Emma Wright", email="emma@exemple.test")
    Person.objects.filter(pk=person.pk).update(language="en")
    client.post(address("account_reset_password"), {"email": "emma@exemple.test"})
    (sent,) = mail.outbox
    assert "/en/compte/" in sent.body
    assert "/fr/" not in sent.body
    assert "mot de passe" not in f"{sent.subject} {sent.body}"


def test_an_account_opened_on_english_screens_is_written_to_in_english(client: Client) -> None:
    told = {
        "email": "new@exemple.test", "password1": "quatre mots de passe", "name": "Emma Wright", "name_kind": "own",
        "at_least_16": "on", "charter": "on",
    }  # fmt: skip
    client.post(address("account_signup", language="en"), told)
    assert Person.objects.get(email="new@exemple.test").language == "en"


@pytest.mark.parametrize(
    ("language", "day", "short", "instant"),
    [
        ("fr", "2 mars 2026", "2 mars", "2 mars 2026 à 9 h"),
        ("en", "2 March 2026", "2 Mar", "2 March 2026 at 09:00"),
        ("de", "2. März 2026", "2. März", "2. März 2026"),
    ],
)
def test_dates_are_said_as_each_language_says_them(language: str, day: str, short: str, instant: str) -> None:
    def plain(words: str) -> str:
        return re.sub(r"[\u00a0\u202f]", " ", words)

    with override(language):
        assert plain(day_in_words(MONDAY)) == day
        assert plain(short_day(MONDAY)) == short
        assert plain(instant_in_words(MONDAY)).startswith(instant)


# --- Texts ----------------------------------------------------------------------------------------------------------
GERMAN, ALSATIAN, ARABIC = "Mehr Schatten, bitte.", "E Baim im Schuelhof.", "نريد ظلًا أكثر."


@pytest.fixture
def polyglot(consultation: Consultation, resident: Person, neighbour: Person) -> Consultation:
    """In another language than the screens: a question, a contribution and a comment."""
    questions.ask(by=resident, to=activity(consultation, "questions"), body="Wer zahlt?", language="de")
    now = in_phase(consultation, "consultation")
    said = contributions.submit(
        by=resident,
        to=activity(now, "contributions"),
        title="Schatten",
        body=GERMAN,
        language="de",
        theme=None,
        neighbourhood=None,
    )
    contributions.submit(
        by=neighbour,
        to=activity(now, "contributions"),
        title="ظل",
        body=ARABIC,
        language="ar",
        theme=None,
        neighbourhood=None,
    )
    contributions.comment(by=neighbour, under=said, body=ALSATIAN, language="gsw")
    return now


def spoken(shown: str, words: str) -> str:
    """The language of the innermost element around some words, as a browser reads it."""
    stack: list[tuple[str, str]] = []
    shown = re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", unescape(shown).replace("\u202f", " "))
    before = shown[: shown.index(words, shown.index("<main"))]
    for closing, name, attributes in re.findall(r"<(/?)([a-z0-9]+)((?:\s[^>]*)?)>", before):
        if name in {"meta", "link", "input", "img", "br", "hr", "rect"} or attributes.endswith("/"):
            continue
        if closing:
            while stack and stack.pop()[0] != name:
                pass
        else:
            found = re.search(r'(?<![\w-])lang="([\w-]+)"', attributes)
            stack.append((name, found.group(1) if found else ""))
    return next(language for _name, language in reversed(stack) if language)


@pytest.mark.parametrize(
    ("name", "args", "words", "language"),
    [
        ("contributions", (), GERMAN, "de"),
        ("contributions", (), "Schatten", "de"),
        ("contributions", (), ARABIC, "ar"),
        ("contribution", (1,), GERMAN, "de"),
        ("contribution", (1,), ALSATIAN, "gsw"),
        ("contribution_version", (1, 1), GERMAN, "de"),
        ("questions", (), "Wer zahlt?", "de"),
        ("question", (1,), "Wer zahlt?", "de"),
        ("contribution_chain", (1,), GERMAN, "de"),
    ],
)
def test_words_in_another_language_are_marked_with_it(
    name: str, args: tuple[int, ...], words: str, language: str, client: Client, polyglot: Consultation
) -> None:
    shown = page(client, address(name, polyglot.number, *args))
    assert spoken(shown, words) == language


def test_first_pages_mark_the_latest_words_too(client: Client, polyglot: Consultation) -> None:
    shown = page(client, address("consultation", polyglot.number, polyglot.slug))
    assert spoken(shown, GERMAN) == "de"
    assert "en allemand" in shown
    assert 'lang="ar" dir="rtl"' in shown


def test_everything_french_is_marked_on_english_screens(client: Client, polyglot: Consultation) -> None:
    shown = page(client, address("consultation", polyglot.number, polyglot.slug, language="en"))
    for words in (polyglot.title, polyglot.question, polyglot.summary):
        assert spoken(shown, words) == "fr"
    assert "in French" in shown


def test_cited_words_and_objections_are_marked(client: Client, polyglot: Consultation) -> None:
    now = in_phase(polyglot, "synthesis")
    a_finding(now)
    now = in_phase(now, "debate")
    finding = page(client, address("finding", now.number, 1))
    assert Source.objects.filter(language="de", kind="contribution").exists()
    assert not re.search(rf'<html lang="de">.*{GERMAN}', finding, re.DOTALL)
    english = page(client, address("synthesis", now.number, language="en"))
    assert spoken(english, "Il manque des bancs") == "fr"


def test_what_one_says_is_in_the_language_of_one_s_screens(
    client: Client, polyglot: Consultation, resident: Person
) -> None:
    client.force_login(resident)
    client.post(
        address("comment_on_contribution", polyglot.number, 2, language="en"), {"body": "Me too.", "side": "for"}
    )
    assert Source.objects.get(current__body="Me too.").language == "en"


def test_the_badge_is_not_shown_on_words_in_the_language_of_the_page(client: Client, polyglot: Consultation) -> None:
    assert "en allemand" in page(client, address("contribution", polyglot.number, 1))
    assert "en français" not in page(client, address("consultation", polyglot.number, polyglot.slug))
