"""What each person does in the story, by the pages only. Days are those of the calendar below."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core import mail
from playwright.sync_api import expect

from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD
from tests.journeys.browsing import Somebody, fr
from tests.machinery.clock import PARIS, travel

TITLE = "La place Lambert"
OPENS = {
    "presentation": "2026-03-02T09:30",
    "consultation": "2026-03-16T18:00",
    "synthesis": "2026-04-13T18:00",
    "debate": "2026-04-27T18:00",
    "decision": "2026-05-11T18:00",
    "follow-up": "2026-06-08T18:00",
}
LINK = re.compile(r"http://testserver(/\S+)")
BENCHES = "Il manque des bancs **à l'ombre** devant l'école.\n\nLes platanes y sont déjà."
CARS = "Moins de voitures le matin devant l'école."


def it_is(local: str) -> None:
    """Move the clock, which everybody shares, to an instant of the city's wall clock."""
    travel(to=datetime.fromisoformat(local).replace(tzinfo=PARIS))


@dataclass
class Story:
    """Everybody at their own browser. ``with_script``: whether scripts run in it."""

    agent: Somebody
    official: Somebody
    resident: Somebody
    neighbour: Somebody
    visitor: Somebody
    with_script: bool

    # --- Getting in -----------------------------------------------------------------------------------------------
    def sign_in(self, person: Somebody, who: Person) -> None:
        person.go("/")
        person.follow("Sign in")
        person.fill(login=who.email, password=PASSWORD)
        person.press("Sign in")
        expect(person.page.get_by_role("link", name=fr("My account")).first).to_be_attached()

    def open_consultation(self, person: Somebody) -> None:
        """From the home page to the consultation, by its title."""
        person.go("/")
        person.follow(TITLE)
        expect(person.page.get_by_role("heading", level=1)).to_contain_text("place Lambert")

    def tab(self, person: Somebody, words: str) -> None:
        self.open_consultation(person)
        person.follow(words, within=person.page.get_by_role("navigation", name=fr("Parts of this consultation")))

    # --- Preparing and reading ------------------------------------------------------------------------------------
    def prepare(self) -> None:
        agent = self.agent
        agent.follow("Desk")
        agent.follow("Prepare a consultation")
        agent.fill(
            title=TITLE,
            question="Que faut-il changer place Lambert ?",
            summary="La place sera refaite en 2027. Dites ce qu'elle doit devenir.",
            presentation="La place **Lambert** date de 1987.",
            open_to_discussion="Les usages, les arbres, les bancs.",
            not_open="Le parking souterrain.",
            how_decided="Le conseil municipal délibère sur la synthèse.",
            decided_by="le conseil municipal",
        )
        if self.with_script:
            agent.press("Preview")
            expect(agent.main.locator("[data-preview-of='id_presentation'] strong")).to_have_text("Lambert")
        agent.main.locator("[name='sponsor']").select_option(index=1)
        agent.main.locator("[name='agents']").first.check()
        agent.main.locator("[name='neighbourhoods']").first.check()
        agent.main.locator("[name='themes']").first.check()
        for phase, start in OPENS.items():
            agent.main.locator(f"[name='start_{phase}']").fill(start)
        agent.press("Save the draft")
        agent.reads(fr("Preview: this is what a visitor will see"), "Le parking souterrain.")
        assert (
            self.visitor.go(agent.path.replace("agence", "consultations").replace("apercu", "procedure")).status == 404
        )
        agent.follow("Publish…")
        agent.press("Publish")
        agent.reads(fr("The consultation is public. Its first phase begins on its date, by itself."))

    def read(self) -> None:
        visitor = self.visitor
        self.open_consultation(visitor)
        visitor.reads("vous êtes ici", "Présentation", "11 mai → au 8 juin", "adjointe à l'urbanisme", "Drouot")
        assert visitor.page.context.cookies() == []

    def sign_up(self) -> None:
        resident = self.resident
        self.open_consultation(resident)
        resident.follow("Ask a question", within=resident.main)
        resident.main.locator("a[href*='/compte/creer/']").first.click()
        resident.fill(email="camille@exemple.test", password1=PASSWORD)
        resident.choose("name_kind", "pseudonym")
        resident.fill(name="Camille du quai")
        resident.main.locator("[name='neighbourhood']").select_option(label="Drouot")
        resident.main.locator("[name='at_least_16']").check()
        resident.main.locator("[name='charter']").check()
        resident.press("Create my account")
        resident.reads(fr("Look in your mailbox"))
        (letter,) = mail.outbox
        assert letter.to == ["camille@exemple.test"]
        link = LINK.search(str(letter.body))
        assert link is not None
        resident.go(link[1])
        resident.press("Yes, confirm it")
        expect(resident.page.get_by_role("link", name=fr("My account")).first).to_be_attached()

    def ask_and_reply(self) -> None:
        self.tab(self.resident, "Questions")
        self.resident.follow("Ask a question", within=self.resident.main)
        self.resident.fill(body="Qui paiera les travaux ?")
        self.resident.press("Publish my question")
        self.tab(self.agent, "Questions")
        self.agent.follow("Reply", within=self.agent.main)
        self.agent.fill(body="La ville, sur son budget de 2027.")
        self.agent.press("Publish the reply")
        self.tab(self.visitor, "Questions")
        self.visitor.reads("Camille du quai", "Nadia Weber", "chargée de participation", "sur son budget de 2027")

    # --- Contributing ---------------------------------------------------------------------------------------------
    def contribute(self, person: Somebody, title: str, body: str) -> None:
        self.tab(person, "Contributions")
        person.follow("Contribute", within=person.main)
        person.fill(title=title, body=body)
        person.choose("stays_after_erasure", "stay")
        person.press("Publish my contribution")
        person.reads(title)

    def open_contribution(self, person: Somebody, title: str) -> None:
        self.tab(person, "Contributions")
        person.follow(title, within=person.main)

    def contribute_and_edit(self) -> None:
        resident = self.resident
        self.tab(resident, "Contributions")
        assert resident.page.get_by_role("link", name=fr("Contribute"), exact=True).count() == 0
        it_is(OPENS["consultation"])
        self.contribute(resident, "Des bancs", "Il manque des bancs devant l'école.")
        resident.follow("Edit", within=resident.main)
        resident.fill(title="Des bancs à l'ombre", body=BENCHES, reason="J'oubliais les arbres.")
        resident.press("Save the new version")
        resident.page.get_by_role("navigation", name=fr("Versions of this text")).get_by_role("link").first.click()
        resident.reads("Il manque des bancs devant l'école.")
        self.contribute(resident, "Moins de voitures", CARS)

    def take_position(self) -> None:
        neighbour = self.neighbour
        self.open_contribution(neighbour, "Des bancs à l'ombre")
        neighbour.choose("stance", "mixed")
        neighbour.fill(reason="Oui, mais pas devant la porte.")
        neighbour.press("Take a position")
        neighbour.reads("Oui, mais pas devant la porte.")
        self.open_contribution(self.resident, "Moins de voitures")
        self.resident.choose("side", "for")
        self.resident.fill(body="Ma rue est bouchée chaque matin.")
        self.resident.press("Publish my argument")
        self.open_contribution(neighbour, "Moins de voitures")
        neighbour.choose("side", "against")
        neighbour.fill(body="Les livraisons se font le matin.")
        neighbour.press("Publish my argument")
        neighbour.press("I agree")
        neighbour.reads("Ma rue est bouchée chaque matin.", "1 personne")
        self.visitor.go(neighbour.page.url)
        self.visitor.reads("Les livraisons se font le matin.", "Elif Kaya")

    def withdraw(self) -> None:
        self.contribute(self.neighbour, "Un parking", "Un parking de plus sous la place.")
        self.contribute(self.neighbour, "Une erreur", "Je me trompe de consultation.")
        self.neighbour.follow("Withdraw", within=self.neighbour.main)
        self.neighbour.press("Withdraw my contribution")
        self.visitor.go(self.neighbour.page.url)
        self.visitor.reads("Texte retiré le 16 mars 2026")
        assert "trompe" not in self.visitor.main.inner_text()
