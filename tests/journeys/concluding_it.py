"""From the synthesis to the last milestone, and back: what follows in the story once everybody has spoken."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.browsing import Somebody, fr
from tests.journeys.living_it import OPENS, TITLE, Story, it_is

FIRST, SECOND = "Il manque des bancs à l'ombre", "Le matin, les voitures gênent"


def _desk(story: Story) -> None:
    story.tab(story.agent, "Synthesis")
    story.agent.follow("Desk of the synthesis")


def _add_finding(agent: Somebody, title: str, body: str) -> None:
    agent.follow("Add a finding", within=agent.main)
    agent.fill(title=title, body=body)
    agent.press("Add the finding")


def _cite(story: Story, text: str, finding: int, passage: str = "") -> None:
    agent = story.agent
    card = agent.main.locator("#text", has=agent.page.get_by_role("heading", name=text))
    card.locator("[name='finding']").select_option(value=str(finding))
    if passage and story.with_script:
        card.locator(".prose strong").first.select_text()
        expect(card.locator("[name='quote']")).to_have_value(passage)
    elif passage:
        card.locator("[name='quote']").fill(passage)
    agent.press("Cite", within=card)


def write_synthesis(story: Story) -> None:
    """Sections, findings, passages, a set-aside; coverage goes from 0 to 100 %, and publishing waits for it."""
    agent = story.agent
    it_is("2026-04-14T10:00")
    _desk(story)
    agent.reads(fr("%(percent)s %% accounted for") % {"percent": 0})
    agent.main.locator("summary", has_text=fr("Add a section")).click()
    agent.fill(within=agent.main.locator("#outline"), title="S'asseoir et circuler")
    agent.press("Add a section")
    _add_finding(agent, FIRST, "Une personne demande de s'asseoir **à l'ombre**.")
    _add_finding(agent, SECOND, "Une personne demande moins de voitures.")
    _cite(story, "Des bancs à l'ombre", 1, "à l'ombre")
    _cite(story, "Moins de voitures", 2)
    agent.reads(fr("%(percent)s %% accounted for") % {"percent": 66})
    agent.follow("Publish…", within=agent.main)
    agent.reads(fr("This can't be done yet"), "1 contribution")
    it_is(OPENS["debate"])
    story.open_consultation(story.visitor)
    story.visitor.reads(fr("The next phase waits"), "1 contribution")
    agent.follow("Back to the desk", within=agent.main)
    aside = agent.main.locator("#text")
    aside.locator("[name='reason']").select_option(index=1)
    agent.fill(within=aside, words="Le parking souterrain n'est pas ouvert à la discussion.")
    agent.press("button|Set aside", within=aside)
    agent.reads(fr("%(percent)s %% accounted for") % {"percent": 100})
    it_is("2026-04-27T19:00")
    agent.follow("Publish…", within=agent.main)
    agent.press("Publish the synthesis")
    story.tab(story.visitor, "Synthesis")
    story.visitor.reads(FIRST, SECOND, "Nadia Weber")


def debate(story: Story) -> None:
    """Discuss, object, reply by a revision; object, reply by reasons; confirm."""
    neighbour, resident, agent = story.neighbour, story.resident, story.agent
    story.tab(neighbour, "Synthesis")
    neighbour.follow(SECOND, within=neighbour.main.locator("article"))
    neighbour.choose("side", "neutral")
    neighbour.fill(body="Et le soir ?")
    neighbour.press("Publish my argument")
    story.tab(resident, "Synthesis")
    resident.follow(FIRST, within=resident.main.locator("article"))
    resident.follow("This finding misreads me")
    resident.choose("contribution", "1")
    resident.choose("ground", "misreads")
    resident.main.locator("[name='finding']").select_option(value="1")
    resident.fill(body="Je parlais de l'ombre des arbres, pas de pergolas.")
    resident.press("File my objection")
    story.tab(neighbour, "Synthesis")
    neighbour.follow("Object to the synthesis", within=neighbour.main)
    neighbour.main.locator("[name='contribution']").first.check()
    neighbour.choose("ground", "leaves_out")
    neighbour.fill(body="Le parking compte pour moi.")
    neighbour.press("File my objection")
    for outcome, reasons in (
        ("revised", "Vous avez raison : les arbres."),
        ("maintained", "Il n'est pas ouvert."),
    ):
        _desk(story)
        agent.main.locator("a[href$='/repliquer/']").first.click()
        agent.choose("outcome", outcome)
        agent.fill(body=reasons)
        if outcome == "revised":
            agent.fill(title="Il manque des bancs sous les arbres", revised_body="S'asseoir à l'ombre **des arbres**.")
        agent.press("objection|Publish the reply")
    _desk(story)
    agent.follow("Confirm the synthesis…")
    agent.press("Confirm the synthesis")
    story.tab(story.visitor, "Synthesis")
    story.visitor.reads("Il manque des bancs sous les arbres")
    story.visitor.follow("Objections and their replies")
    story.visitor.reads("pas de pergolas", "Vous avez raison", "Le parking compte pour moi.", "Il n'est pas ouvert.")


def decide(story: Story) -> None:
    """The agent drafts; the elected official reads it again, and signs."""
    agent, official = story.agent, story.official
    it_is("2026-05-12T10:00")
    story.tab(agent, "Decision")
    agent.follow("Go to the draft")
    agent.follow("Write the preamble")
    agent.fill(preamble="Le conseil a lu la synthèse.", authority="le conseil municipal", decided_on="2026-05-12")
    agent.fill(deliberation="2026-118")
    agent.press("Save in the draft")
    for outcome, reasons in (("adopted", "Douze bancs seront posés."), ("adopted_in_part", "Le samedi seulement.")):
        unanswered = agent.main.locator("article", has_text=fr("Answer awaited"))
        unanswered.locator("a[href*='/redaction/constats/']").first.click()
        agent.choose("outcome", outcome)
        agent.fill(reasons=reasons)
        agent.press("Save in the draft")
    agent.follow("Add a commitment")
    agent.fill(title="Poser douze bancs", owner="Espaces verts", due_on="2026-10-30")
    agent.fill(milestones="2026-06-09 Choisir les emplacements\n2026-09-30 Poser les bancs")
    agent.main.locator("[name='findings']").first.check()
    agent.press("Save in the draft")
    assert agent.page.get_by_role("link", name=fr("Read again and sign…")).count() == 0
    story.tab(official, "Decision")
    official.follow("Go to the draft")
    official.follow("Read again and sign…")
    official.reads("Douze bancs seront posés.", "Le samedi seulement.", "Poser douze bancs")
    official.press("Sign the decision")
    story.tab(story.visitor, "Decision")
    story.visitor.reads("Claire Muller", "2026-118", "Douze bancs seront posés.", "Poser douze bancs")


def follow_up(story: Story) -> None:
    agent = story.agent
    it_is("2026-06-10T10:00")
    story.tab(agent, "Decision")
    agent.follow("Poser douze bancs", within=agent.main)
    agent.follow("Report progress")
    agent.choose("what", "done")
    agent.main.locator("[name='milestone']").select_option(index=1)
    agent.fill(day="2026-06-09", body="Les emplacements sont choisis avec l'école.")
    agent.press("Publish the report")
    agent.reads("Les emplacements sont choisis avec l'école.")


def the_way_back(story: Story) -> None:
    """From one's words to the milestone, each link one click away, and from the milestone to one's words."""
    resident = story.resident
    story.open_contribution(resident, "Des bancs à l'ombre")
    started = resident.path
    resident.follow("Follow these words to the decision")
    resident.reads(
        "Il manque des bancs sous les arbres", "Vous avez raison", "Douze bancs seront posés.", "Poser douze bancs",
        "2026",
    )  # fmt: skip
    resident.follow("Follow this commitment")
    resident.reads("Choisir les emplacements", "Les emplacements sont choisis avec l'école.")
    resident.follow("Il manque des bancs sous les arbres", within=resident.main)
    resident.reads("pas de pergolas", "Douze bancs seront posés.")
    # By the passage that it cites, marked in the whole text, and from there to the contribution.
    resident.main.locator(f"#texts a[href^='{started}']").first.click()
    expect(resident.main.locator("#passage")).to_be_focused()
    resident.main.locator(f"a[href='{started}']").first.click()
    assert resident.path == started
    resident.go("/")
    resident.follow("My words")
    resident.reads("Poser douze bancs", TITLE)


def the_record(story: Story, folder: Path) -> None:
    """The register lists it all; its file is checked where there is neither our database nor our settings."""
    visitor = story.visitor
    visitor.go("/")
    visitor.follow("Public register")
    for _attempt in range(100):
        if fr("Progress reported on a commitment") in visitor.main.inner_text():
            break
        # The sealer never passes a transaction that is still open, even one of another test's database.
        visitor.page.wait_for_timeout(200)
        visitor.page.reload()
    visitor.reads(fr("Progress reported on a commitment"), fr("Decision signed"), TITLE, "Claire Muller")
    with visitor.page.expect_download() as download:
        visitor.follow("Download the register")
    file = folder / "registre.jsonl"
    download.value.save_as(file)
    command = [str(Path(sys.executable).parent / "cestvous"), "verify", str(file)]
    alone = {"PATH": os.environ["PATH"], "STATE_FOLDER": str(folder / "nowhere")}
    held = subprocess.run(command, env=alone, capture_output=True, text=True, check=False)
    assert (held.returncode, held.stderr) == (0, "")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for n, line in enumerate(lines) if n != len(lines) // 2), encoding="utf-8")
    broken = subprocess.run(command, env=alone, capture_output=True, text=True, check=False)
    assert broken.returncode == 1
