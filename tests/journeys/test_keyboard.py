"""Everything by keyboard alone: one always sees where one is, the order makes sense, and every act can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from cestvous.foundation.people.models import Person
from tests.city.people import move_in
from tests.city.scene import Scene
from tests.city.standing import standing
from tests.factories import PASSWORD
from tests.journeys.browsing import Somebody, at_a_browser, fr
from tests.machinery.clock import CLOCK, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.matrix]
FAR = 150
# Where the focus is: its words, its name, and whether one sees it there.
_FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const label = e.labels?.[0]?.innerText ?? "";
  return {
    words: (e.innerText || e.getAttribute("aria-label") || label || e.value || "").trim(), tag: e.tagName,
    name: e.getAttribute("name") ?? "", value: e.getAttribute("value") ?? "",
    shown: (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none") || style.boxShadow !== "none",
    visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    top: box.top + scrollY,
  };
}"""


@dataclass
class Typist:
    """Somebody who has a keyboard and nothing else."""

    browser: Somebody

    def focused(self) -> dict[str, object]:
        found: dict[str, object] = self.browser.page.evaluate(_FOCUSED)
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.browser.page.keyboard.press(key)

    def reach(self, *, words: str = "", name: str = "", value: str = "") -> None:
        """Tab until what is looked for has the focus; on the way the focus must always be seen."""
        wanted = " ".join(fr(words).split())
        way: list[str] = []
        for _step in range(FAR):
            self.press("Tab")
            at = self.focused()
            said = " ".join(str(at["words"]).split())
            way.append(said or str(at["name"]))
            if at["tag"] != "BODY":
                assert at["shown"], f"{self.browser.page.url}: the focus on {at} is not seen"
                assert at["visible"], f"{self.browser.page.url}: the focus is on {at}, out of sight"
            if said.startswith(wanted) and name in {"", at["name"]} and value in {"", at["value"]}:
                return
        raise AssertionError(f"{self.browser.page.url}: no way to {wanted or name} among {way}")

    def write(self, name: str, words: str) -> None:
        self.reach(name=name)
        self.browser.page.keyboard.type(words)

    def choose(self, name: str, value: str) -> None:
        """Move to a group of round buttons and along it by the arrows."""
        self.reach(name=name)
        for _step in range(6):
            if self.focused()["value"] == value:
                self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def enter(self, **wanted: str) -> None:
        """Reach a link or button and press Enter; then wait for the next page."""
        self.reach(**wanted)
        with self.browser.page.expect_navigation():
            self.press("Enter")

    def sign_in(self, who: Person) -> None:
        self.browser.go("/fr/compte/se-connecter/")
        self.write("login", who.email)
        self.write("password", PASSWORD)
        with self.browser.page.expect_navigation():
            self.press("Enter")
        expect(self.browser.page.get_by_role("link", name=fr("My account")).first).to_be_attached()

    def open(self, scene: Scene, state: str, path: str) -> None:
        self.browser.go(f"/fr/consultations/{scene.numbers[state]}/{path}")


@pytest.fixture(scope="module")
def scene(origin: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with standing(django_db_blocker):
        built = Scene(move_in(crowd=2), 2)
        built.voices()
        built.writing()
        built.waits()
        built.signable()
        CLOCK.freeze(MONDAY)
        yield built


@pytest.fixture
def typist(scene: Scene, origin: str, browser: Browser) -> Iterator[Typist]:
    CLOCK.freeze(MONDAY)
    # Without the slow scrolling, which would still be on its way when we look.
    with at_a_browser(browser, origin, reduced_motion="reduce") as somebody:
        yield Typist(somebody)


def test_the_first_tab_leads_past_the_menu(typist: Typist, scene: Scene) -> None:
    typist.open(scene, "voices", "contributions/")
    typist.press("Tab")
    assert typist.focused()["words"] == fr("Go to the content")
    assert typist.focused()["visible"]
    typist.press("Enter", "Tab")
    inside = typist.browser.page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside


def test_a_resident_contributes_takes_position_and_comments(typist: Typist, scene: Scene) -> None:
    typist.sign_in(scene.cast.crowd[0])
    typist.open(scene, "voices", "contributions/")
    typist.enter(words="Contribute")
    typist.write("title", "Un auvent")
    typist.write("body", "Pour attendre le bus au sec.")
    typist.choose("stays_after_erasure", "go")
    typist.enter(words="Publish my contribution")
    expect(typist.browser.main).to_contain_text("Pour attendre le bus au sec.")

    typist.open(scene, "voices", "contributions/1/")
    typist.choose("stance", "mixed")
    typist.write("reason", "Cela dépend du prix.")
    typist.enter(words="Take a position")
    expect(typist.browser.main).to_contain_text("Cela dépend du prix.")
    # What was done is said where the reader lands, and the keyboard goes on from there.
    expect(typist.browser.main.locator("#position > .messages")).to_be_focused()
    typist.choose("side", "against")
    typist.write("body", "Il y en a déjà six.")
    typist.enter(words="Publish my argument")
    expect(typist.browser.main).to_contain_text("Il y en a déjà six.")


def test_what_is_typed_is_kept_while_one_types(typist: Typist, scene: Scene) -> None:
    typist.sign_in(scene.cast.crowd[1])
    typist.open(scene, "voices", "questions/poser/")
    typist.write("body", "Où irait l'arrêt de bus ?")
    expect(typist.browser.main.locator("[data-draft-said]")).not_to_be_empty()
    typist.open(scene, "voices", "questions/poser/")
    expect(typist.browser.main.locator("[name=body]")).to_have_value("Où irait l'arrêt de bus ?")
    typist.enter(words="Publish my question")
    typist.open(scene, "voices", "questions/poser/")
    expect(typist.browser.main.locator("[name=body]")).to_have_value("")


def test_an_agent_adapts_the_procedure(typist: Typist, scene: Scene) -> None:
    typist.sign_in(scene.cast.agent)
    typist.browser.go(f"/fr/agence/{scene.numbers['voices']}/procedure/")
    phases = typist.browser.main.locator(".design-phase")
    before = phases.count()
    typist.enter(name="do", value="split:synthesis")
    expect(phases).to_have_count(before + 1)
    typist.write("title:synthesis-2", "Relire")
    typist.enter(words="See what would change")
    expect(typist.browser.main).to_contain_text("Relire")
    typist.write("reason", "Il faut relire à tête reposée.")
    typist.enter(words="Publish the adaptation")
    expect(typist.browser.main).to_contain_text("Il faut relire à tête reposée.")


def test_an_agent_accounts_for_text_after_text(typist: Typist, scene: Scene) -> None:
    typist.sign_in(scene.cast.agent)
    main = typist.browser.main
    typist.open(scene, "waits", "synthese/atelier/#text")
    first = main.locator("#text h2").inner_text()
    typist.write("quote", "Il manque")
    # There is no finding yet: it is made while one reads. The keyboard goes on from the next text.
    typist.write("title", "On demande des bancs")
    typist.write("new_section", "Les usages")
    typist.enter(words="Cite")
    expect(main.locator("#text .notice")).to_contain_text("constat 1")
    expect(main.locator("#outline")).to_contain_text("On demande des bancs")
    assert main.locator("#text h2").inner_text() != first
    assert typist.browser.page.evaluate("document.activeElement.id") == "text"
    typist.reach(name="reason")
    typist.press("ArrowDown")
    typist.write("words", "Hors sujet.")
    typist.enter(words="button|Set aside")
    expect(main.locator("#text")).to_contain_text(fr("Nothing waits: everything is accounted for."))


def test_what_an_agent_selects_goes_into_the_passage_and_is_said_aloud(typist: Typist, scene: Scene) -> None:
    typist.sign_in(scene.cast.agent)
    typist.open(scene, "writing", "synthese/atelier/#text")
    page, main = typist.browser.page, typist.browser.main
    # As a keyboard selects, once its cursor stands in the text.
    page.evaluate("getSelection().collapse(document.querySelector('#words p').firstChild, 0)")
    page.evaluate("for (let n = 0; n < 2; n++) getSelection().modify('extend', 'forward', 'word')")
    expect(main.locator("[name=quote]")).not_to_have_value("")
    chosen = main.locator("[name=quote]").input_value()
    expect(main.locator("[data-passage-said]")).to_contain_text(chosen)


def test_an_agent_rewrites_a_page_of_the_site(typist: Typist, scene: Scene) -> None:
    typist.sign_in(scene.cast.agent)
    typist.browser.go("/fr/agence/pages/")
    typist.enter(words="Rewrite")
    typist.write("title", "Nos réponses")
    typist.write("reason", "Le titre ne disait rien.")
    typist.enter(words="Publish this version")
    expect(typist.browser.main).to_contain_text("Nos réponses")
    expect(typist.browser.main).to_contain_text("Le titre ne disait rien.")


def test_an_elected_official_signs(typist: Typist, scene: Scene) -> None:
    typist.sign_in(scene.cast.official)
    typist.open(scene, "signable", "decision/redaction/")
    typist.enter(words="Read again and sign…")
    typist.enter(words="Sign the decision")
    expect(typist.browser.main).to_contain_text("Claire Muller")


def test_the_focus_goes_down_the_page_as_one_reads(typist: Typist, scene: Scene) -> None:
    typist.open(scene, "voices", f"contributions/{scene.keys['discussed']}/")
    typist.press("Tab", "Enter")
    tops: list[float] = []
    for _step in range(FAR):
        typist.press("Tab")
        at = typist.focused()
        if not typist.browser.page.evaluate("!!document.activeElement.closest('main .columns > .column')"):
            if tops:
                break
            continue
        tops.append(float(str(at["top"])))
    assert len(tops) > 2
    assert all(later >= earlier - 40 for earlier, later in pairwise(tops)), tops
