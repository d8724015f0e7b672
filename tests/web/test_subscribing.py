"""The phases in a calendar, and what happens as news: valid for programs that read them, stable, and public only."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Stance
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations import actions as leading
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_consultation, a_contribution, a_question, fresh, in_phase
from tests.machinery.clock import travel
from tests.web.browsing import page, read

# News come from the sealed journal: what a transaction that is still open has written is not sealed.
pytestmark = pytest.mark.django_db(transaction=True)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def events(client: Client, consultation: Consultation) -> list[Any]:
    answer = client.get(page("consultation_calendar", consultation.number))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"].endswith('.ics"')
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_each_phase_is_an_event_with_its_dates(client: Client, consultation: Consultation) -> None:
    told = events(client, consultation)
    phases = fresh(consultation).schedule.phases
    assert [event["DTSTART"].dt for event in told] == [phase.starts_at for phase in phases]
    assert [event["DTEND"].dt for event in told[:-1]] == [phase.starts_at for phase in phases[1:]]
    assert "DTEND" not in told[-1]
    assert {str(event["STATUS"]) for event in told} == {"CONFIRMED"}
    assert len({str(event["UID"]) for event in told}) == len(phases)
    assert str(told[1]["SUMMARY"]) == "Consultation · Une place Lambert pour tous"


def test_an_adaptation_moves_the_same_events(client: Client, agent: Person, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    before = events(client, consultation)
    leading.prolong(by=agent, consultation=consultation, days=7, reason="Les vacances tombent mal.")
    after = events(client, consultation)
    assert [str(event["UID"]) for event in after] == [str(event["UID"]) for event in before]
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for old, new in zip(before, after, strict=True))
    assert after[2]["DTSTART"].dt - before[2]["DTSTART"].dt == timedelta(days=7)


def test_a_phase_that_waits_is_not_certain_and_never_in_the_past(
    client: Client, resident: Person, consultation: Consultation
) -> None:
    now = in_phase(consultation, "consultation")
    a_contribution(resident, now)
    now = in_phase(now, "synthesis")
    coming = now.schedule.coming
    assert coming is not None
    at = travel(to=coming.starts_at + timedelta(days=3))
    told = events(client, now)
    assert told[2]["DTEND"].dt == told[3]["DTSTART"].dt == at
    assert [str(event["STATUS"]) for event in told] == ["CONFIRMED"] * 3 + ["TENTATIVE"] * 3


def test_a_cancelled_consultation_cancels_what_was_to_come(
    client: Client, agent: Person, consultation: Consultation
) -> None:
    now = in_phase(consultation, "consultation")
    leading.cancel(by=agent, consultation=now, reason="Le projet est abandonné, faute de terrain.")
    told = events(client, now)
    assert [str(event["STATUS"]) for event in told] == ["CONFIRMED"] * 2 + ["CANCELLED"] * 4
    assert "faute de terrain" in str(told[-1]["DESCRIPTION"])


def feed(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def texts(root: ElementTree.Element, path: str) -> list[str]:
    return [each.text or "" for each in root.findall(path, ATOM)]


def addresses(root: ElementTree.Element) -> list[str]:
    return [each.attrib["href"] for each in root.findall("a:entry/a:link", ATOM)]


def test_news_lead_to_pages_and_keep_their_names(
    client: Client, agent: Person, official: Person, resident: Person, other_resident: Person
) -> None:
    consultation = a_consultation(agent, official, title="Une place <b>pour</b> tous & chacune")
    a_question(resident, consultation)
    now = in_phase(consultation, "consultation")
    said = a_contribution(resident, now)
    contributions.take_position(by=other_resident, contribution=said, stance=Stance.FOR, reason="Il fait chaud.")
    one = feed(client, page("consultation_news", now.number))
    city = feed(client, page("city_news"))
    names = texts(one, "a:entry/a:id")
    assert len(names) == len(set(names)) == len(texts(one, "a:entry/a:title")) == 5
    # The same act is the same entry in both, and keeps its name when others follow.
    assert set(names) < set(texts(city, "a:entry/a:id"))
    a_contribution(other_resident, now, "Une fontaine")
    later = feed(client, page("consultation_news", now.number))
    assert texts(later, "a:entry/a:id")[1:] == names
    assert texts(one, "a:title") == ["Une place <b>pour</b> tous & chacune"]
    assert all("<" not in words for words in texts(city, "a:entry/a:summary"))
    assert any(title.endswith("· Consultation") for title in texts(one, "a:entry/a:title"))
    for address in (*addresses(one), *addresses(city)):
        path = address.removeprefix("http://127.0.0.1:8000")
        assert client.get(path, follow=True).status_code == 200
    for root in (one, city):
        words = ElementTree.tostring(root, encoding="unicode")
        for secret in (resident.name, other_resident.name, "Il fait chaud.", "bancs", "position"):
            assert secret not in words


def test_news_of_one_consultation_are_about_it(
    client: Client, agent: Person, official: Person, consultation: Consultation
) -> None:
    other = a_consultation(agent, official, title="Une autre place")
    draft = a_consultation(agent, official, title="Un projet secret", published=False)
    words = read(client, page("consultation_news", consultation.number))
    assert consultation.title in words
    assert other.title not in words
    assert draft.title not in read(client, page("city_news"))


def test_pages_say_where_news_and_dates_are(client: Client, resident: Person, consultation: Consultation) -> None:
    now = in_phase(consultation, "consultation")
    said = a_contribution(resident, now)
    for address in (page("consultation", now.number, now.slug), page("contribution", now.number, said.number)):
        words = read(client, address)
        assert f'type="application/atom+xml" href="{page("consultation_news", now.number)}"' in words
        assert f'type="text/calendar" href="{page("consultation_calendar", now.number)}"' in words
    for address in (page("home"), page("journal")):
        assert f'href="{page("city_news")}"' in read(client, address)
