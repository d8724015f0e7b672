"""Every page of the site, in every state worth seeing, and who looks at it.

Two suites walk this list: what accessibility tools find on each page, and how many queries each page costs. A test
fails if an address of the site is neither here nor among those that show no page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override

from cestvous.institutions.agency.models import PageName
from tests.city.scene import Scene

VISITOR, RESIDENT, NEIGHBOUR, AGENT, OFFICIAL, NEWCOMER = (
    "visitor", "resident", "neighbour", "agent", "official", "newcomer",
)  # fmt: skip
EVERYBODY = (VISITOR, RESIDENT, AGENT, OFFICIAL)


@dataclass(frozen=True)
class Visit:
    """A page as somebody sees it.

    ``on``: the state of the consultation, see ``Scene``; a word among ``also`` is one of its ``keys``, or its slug.
    ``status`` is what the page answers. ``sends``: its form is sent too, with nothing filled in.
    """

    name: str
    on: str = ""
    also: tuple[int | str, ...] = ()
    by: str = VISITOR
    status: int = 200
    query: str = ""
    sends: bool = False

    def __str__(self) -> str:
        return "-".join(map(str, filter(None, (self.name, self.on, *self.also, self.query, self.by))))

    def address(self, scene: Scene) -> str:
        also = [scene.slug(self.on) if part == "slug" else scene.keys.get(str(part), part) for part in self.also]
        with override("fr"):
            return reverse(self.name, args=[*([scene.numbers[self.on]] if self.on else []), *also]) + self.query


def _seen(name: str, *places: str, by: tuple[str, ...] = (VISITOR,), also: tuple[int | str, ...] = (), **told: object,
) -> Iterator[Visit]:  # fmt: skip
    for on in places or ("",):
        for role in by:
            yield Visit(name, on, also, role, **told)  # type: ignore[arg-type]


_STATES = ("presentation", "voices", "writing", "waits", "debate", "deciding", "following")
_OVER = ("suspended", "cancelled", "archived", "empty")
_CITY = (
    *_seen("home", by=(*EVERYBODY, NEWCOMER)),
    *_seen("consultations", by=EVERYBODY),
    *_seen("consultations", query="?neighbourhood=drouot"),
    *_seen("neighbourhoods", by=(VISITOR, RESIDENT, NEWCOMER)),
    *_seen("neighbourhood", also=("drouot",), by=(VISITOR, RESIDENT)),
    *_seen("neighbourhood", also=("centre",)),
    *_seen("neighbourhood", also=("nulle-part",), status=404),
    *_seen("theme", also=("espaces-publics",), by=(VISITOR, RESIDENT)),
    *_seen("theme", also=("rien",), status=404),
    *_seen("city_commitments", by=(VISITOR, RESIDENT)),
    *_seen("city_commitments", query="?etat=late&quartier=drouot"),
    *_seen("city_commitments", query="?quartier=nulle-part"),
    *_seen("person", also=("nadia-weber", "agent"), by=(VISITOR, RESIDENT)),
    *_seen("person", also=("claire-muller", "official"), by=(VISITOR, AGENT)),
    *_seen("person", also=("personne", 999_999), status=404),
    *(visit for name in PageName for visit in _seen(name.value)),
    *_seen("how_it_works", by=(RESIDENT, AGENT)),
    *_seen("charter", query="?in=de"),
    *_seen("standing_versions", also=("contact", "fr"), by=(VISITOR, AGENT)),
    *_seen("standing_versions", also=("charter", "en")),
    *_seen("standing_version", also=("contact", "fr", 1)),
    *_seen("standing_version", also=("contact", "fr", 2), by=(VISITOR, RESIDENT)),
    *_seen("standing_version", also=("contact", "fr", 999), status=404),
    *_seen("organisation", also=("les-jardins-de-drouot", "organisation"), by=(VISITOR, RESIDENT, NEWCOMER)),
    *_seen("organisation", also=("rien", 999_999), status=404),
    *_seen("guides", by=(VISITOR, AGENT)),
    *_seen("guide_residents", by=(VISITOR, RESIDENT)),
    *_seen("guide_agents", by=(VISITOR, AGENT)),
    *_seen("example"),
    *_seen("styleguide"),
    *_seen("journal", by=EVERYBODY),
    *_seen("journal", query="?consultation=1"),
    *_seen("journal", query="?kind=contributions.submitted"),
    *_seen("journal", query="?consultation=9999"),
    *_seen("my_words", by=(RESIDENT, NEIGHBOUR, NEWCOMER, AGENT)),
    *_seen("my_positions", by=(RESIDENT, NEIGHBOUR, NEWCOMER)),
)
_ACCOUNT = (
    *_seen("account_signup", sends=True),
    *_seen("account_login", sends=True),
    *_seen("account_reset_password", sends=True),
    *_seen("account_reset_password_done"),
    *_seen("account_reset_password_from_key", also=("1", "perime")),
    *_seen("account_reset_password_from_key_done"),
    *_seen("account_inactive"),
    *_seen("account_email_verification_sent"),
    *_seen("account_confirm_email", also=("perime",)),
    *_seen("account", by=(RESIDENT, AGENT, OFFICIAL), sends=True),
    *_seen("my_data", by=(RESIDENT,)),
    *_seen("erase_account", by=(RESIDENT, AGENT)),
    *_seen("account_erased"),
    *_seen("processing_record", by=(VISITOR, RESIDENT)),
    *_seen("my_organisations", by=(RESIDENT, NEIGHBOUR, NEWCOMER)),
    *_seen("represent", by=(RESIDENT,), sends=True),
    *_seen("describe_organisation", also=("representative",), by=(RESIDENT,)),
    *_seen("end_representing", also=("representative",), by=(RESIDENT,)),
    *_seen("account_email", by=(RESIDENT,), sends=True),
    *_seen("account_change_password", by=(RESIDENT,), sends=True),
    *_seen("account_set_password", by=(NEWCOMER,), sends=True),
    *_seen("account_reauthenticate", by=(RESIDENT,)),
    *_seen("account_logout", by=(RESIDENT,)),
)
_DESK = (
    *_seen("desk", by=(AGENT, OFFICIAL)),
    *_seen("desk", by=(RESIDENT,), status=403),
    *_seen("standing_pages", by=(AGENT,)),
    *_seen("standing_pages", by=(RESIDENT, OFFICIAL), status=403),
    *_seen("rewrite_page", also=("contact", "fr"), by=(AGENT,), sends=True),
    *_seen("rewrite_page", also=("legal", "de"), by=(AGENT,)),
    *_seen("take_shipped", also=("contact", "fr"), by=(AGENT,), sends=True),
    *_seen("representatives", by=(AGENT,)),
    *_seen("representatives", by=(RESIDENT,), status=403),
    *_seen("representative", also=("asked",), by=(AGENT,)),
    *_seen("representative", also=("representative",), by=(AGENT,)),
    *_seen("prepare", by=(AGENT,), sends=True),
    *_seen("prepare", by=(AGENT,), query="?template=short"),
    *_seen("prepare", by=(RESIDENT,), status=403),
    *_seen("edit_preparation", "draft", by=(AGENT,), sends=True),
    *_seen("edit_preparation", "voices", by=(AGENT,)),
    *_seen("edit_preparation", "draft", by=(RESIDENT,), status=404),
    *_seen("edit_files", "draft", "voices", by=(AGENT,)),
    *_seen("edit_files", "draft", by=(RESIDENT,), status=404),
    *_seen("edit_calendar", "draft", "voices", by=(AGENT,)),
    *_seen("edit_answers", "draft", "voices", by=(AGENT,)),
    *_seen("preview", "draft", "ready", by=(AGENT,)),
    *_seen("publish", "draft", "ready", by=(AGENT,)),
    *_seen("prolong", "voices", by=(AGENT,), sends=True),
    *_seen("translations", "draft", "following", by=(AGENT,)),
    *_seen("translations", "following", by=(OFFICIAL,)),
    *_seen("translations", "voices", by=(RESIDENT,), status=403),
    *_seen("translate", "draft", also=("consultation", 1, "en"), by=(AGENT,)),
    *_seen("translate", "following", also=("finding", 1, "en"), by=(AGENT,)),
    *_seen("translate", "following", also=("answer", 1, "en"), by=(OFFICIAL,)),
    *_seen("design_procedure", "draft", "voices", by=(AGENT,)),
    *_seen("prepare", by=(AGENT,), query="?like=1"),
    *_seen("suspend", "voices", by=(AGENT,), sends=True),
    *_seen("resume", "suspended", by=(AGENT,), sends=True),
    *_seen("cancel", "voices", by=(AGENT,), sends=True),
    *_seen("archive", "following", by=(AGENT,), sends=True),
    *_seen("take_charge", "orphaned", by=(AGENT,)),
    *_seen("take_charge", "voices", by=(AGENT,), status=403),
)
_PROCEDURE = (
    *_seen("consultation", *_STATES, by=(VISITOR, RESIDENT), also=("slug",)),
    *_seen("consultation", *_OVER, also=("slug",)),
    *_seen("consultation", "voices", "deciding", "ready", by=(AGENT, OFFICIAL), also=("slug",)),
    *_seen("consultation", "draft", also=("slug",), status=404),
    *_seen("procedure", "voices", "waits", "suspended", "following"),
    *_seen("procedure", "waits", by=(RESIDENT, AGENT)),
    *_seen("takeaway", "voices", "waits", "following", by=(VISITOR, RESIDENT)),
    *_seen("takeaway", "ready", by=(AGENT,), status=404),
)
_QUESTIONS = (
    *_seen("questions", "presentation", by=EVERYBODY),
    *_seen("questions", "empty", "following"),
    *_seen("ask", "presentation", by=(VISITOR, AGENT), status=403),
    *_seen("ask", "presentation", by=(RESIDENT,), sends=True),
    *_seen("ask", "following", by=(RESIDENT,), status=403),
    *_seen("question", "presentation", also=(1,), by=EVERYBODY),
    *_seen("question", "presentation", also=(2,)),
    *_seen("question", "presentation", also=("withdrawn_question",)),
    *_seen("reply_to_question", "presentation", also=(1,), by=(AGENT,), sends=True),
    *_seen("reply_to_question", "presentation", also=(2,), by=(AGENT,)),
    *_seen("withdraw_question", "presentation", also=(1,), by=(RESIDENT,)),
)
_CONTRIBUTIONS = (
    *_seen("contributions", "voices", by=EVERYBODY),
    *_seen("contributions", "presentation", "empty", "suspended", "following"),
    *_seen("contributions", "debate", by=(RESIDENT,)),
    *_seen("contributions", "voices", query="?sort=discussed", by=(VISITOR, RESIDENT)),
    *_seen("contributions", "voices", query="?q=bancs", by=(VISITOR, RESIDENT)),
    *_seen("contributions", "voices", query="?q=introuvable"),
    *_seen("contributions", "voices", query="?q=haies&voice=organisations&sort=discussed", by=(VISITOR, RESIDENT)),
    *_seen("contributions", "debate", query="?cited=1"),
    *_seen("contributions", "voices", query="?sort=shuffle&seed=7&positions=agreed"),
    *_seen("contribute", "voices", "presentation", by=(VISITOR,), status=403),
    *_seen("contribute", "voices", by=(RESIDENT,), sends=True),
    *_seen("contribute", "following", "suspended", by=(RESIDENT,), status=403),
    *_seen("contribution", "voices", also=("discussed",), by=(*EVERYBODY, NEIGHBOUR)),
    *_seen("contribution", "voices", also=("withdrawn",), by=(VISITOR, RESIDENT)),
    *_seen("contribution", "voices", also=("spoken",), by=(VISITOR, RESIDENT, NEIGHBOUR)),
    *_seen("edit_contribution", "voices", also=("spoken",), by=(RESIDENT,)),
    *_seen("contribution", "voices", also=(999,), status=404),
    *_seen("contribution", "voices", also=(1,), by=(NEIGHBOUR,)),
    *_seen("contribution", "suspended", also=(1,), by=(NEIGHBOUR,)),
    *_seen("contribution", "debate", "following", also=(1,), by=(VISITOR, RESIDENT)),
    *_seen("contribution_version", "voices", also=("discussed", 1), by=(VISITOR, RESIDENT)),
    *_seen("contribution_version", "voices", also=("discussed", 2)),
    *_seen("contribution_version", "debate", also=(1, 1), query="?passage=0-8", by=(VISITOR, RESIDENT)),
    *_seen("edit_contribution", "voices", also=("discussed",), by=(RESIDENT,), sends=True),
    *_seen("edit_contribution", "debate", also=(1,), by=(RESIDENT,), status=403),
    *_seen("withdraw_contribution", "voices", also=("discussed",), by=(RESIDENT,)),
    *_seen("comment_on_contribution", "voices", also=("discussed",), by=(NEIGHBOUR,), sends=True),
    *_seen("comment_on_contribution", "debate", also=(1,), by=(NEIGHBOUR,), status=403),
    *_seen("reply_to_contribution_comment", "voices", also=("discussed", 1), by=(NEIGHBOUR,), sends=True),
    *_seen("withdraw_contribution_comment", "voices", also=("discussed", "remark"), by=(RESIDENT,)),
    *_seen("contribution_chain", "voices", also=("discussed",), by=(VISITOR, RESIDENT)),
    *_seen("our_words", "voices", "waits", "debate", "deciding", "following", by=(VISITOR, RESIDENT)),
    *_seen("contribution_chain", "debate", "deciding", "following", also=(1,), by=(VISITOR, RESIDENT)),
)
_SYNTHESIS = (
    *_seen("synthesis", "voices", "writing", "waits"),
    *_seen("synthesis", "writing", by=(AGENT,)),
    *_seen("synthesis", "debate", by=EVERYBODY),
    *_seen("synthesis", "following"),
    *_seen("synthesis_version", "debate", also=(1,), by=(VISITOR, RESIDENT)),
    *_seen("synthesis_changes", "debate", also=(2, 1), by=(VISITOR, RESIDENT)),
    *_seen("synthesis_changes", "debate", also=(1, 1), status=404),
    *_seen("synthesis_coverage", "debate", by=(VISITOR, RESIDENT)),
    *_seen("synthesis_coverage", "following", query="?fate=aside"),
    *_seen("synthesis_coverage", "writing", status=404),
    *_seen("set_asides", "debate", by=(VISITOR, RESIDENT)),
    *_seen("set_asides", "following"),
    *_seen("finding", "debate", also=(1,), by=(*EVERYBODY, NEIGHBOUR)),
    *_seen("finding", "debate", also=(2,)),
    *_seen("finding", "debate", also=(1,), query="?cited=alike"),
    *_seen("finding", "deciding", "following", also=(1,), by=(VISITOR, RESIDENT)),
    *_seen("finding_version", "debate", also=(2, 1), by=(VISITOR, RESIDENT)),
    *_seen("finding_version", "debate", also=(2, 2)),
    *_seen("comment_on_finding", "debate", also=(1,), by=(RESIDENT,), sends=True),
    *_seen("reply_to_finding_comment", "debate", also=(1, 1), by=(RESIDENT,), sends=True),
    *_seen("withdraw_finding_comment", "debate", also=(1, "finding_remark"), by=(RESIDENT,)),
    *_seen("objections", "debate", by=EVERYBODY),
    *_seen("objections", "following"),
    *_seen("objections", "debate", query="?finding=1"),
    *_seen("object_to_synthesis", "debate", status=403),
    *_seen("object_to_synthesis", "debate", by=(NEIGHBOUR,)),
    *_seen("object_to_synthesis", "debate", by=(RESIDENT,), sends=True),
    *_seen("object_to_synthesis", "writing", by=(RESIDENT,), status=403),
    *_seen("objection", "debate", also=(1,), by=(*EVERYBODY,)),
    *_seen("objection", "debate", also=(2,)),
    *_seen("objection", "debate", also=(3,)),
    *_seen("withdraw_objection", "debate", also=(1,), by=(RESIDENT,)),
    *_seen("reply_to_objection", "debate", also=(1,), by=(AGENT,), sends=True),
    *_seen("revise_finding", "debate", also=(1,), by=(AGENT,), sends=True),
    *_seen("synthesis_desk", "writing", "waits", "debate", by=(AGENT,)),
    *_seen("synthesis_desk", "writing", by=(AGENT,), query="?show=accounted"),
    *_seen("synthesis_desk", "writing", by=(AGENT,), query="?show=all&sort=alike&q=bancs"),
    *_seen("synthesis_desk", "writing", by=(AGENT,), query="?show=cited&write=1"),
    *_seen("synthesis_desk", "waits", by=(AGENT,), query="?like=1&show=all&text=contribution-1"),
    *_seen("synthesis_desk", "writing", by=(RESIDENT,), status=403),
    *_seen("synthesis_publish", "writing", by=(AGENT,)),
    *_seen("synthesis_confirm", "debate", by=(AGENT,)),
    *_seen("synthesis_text", "writing", also=("contribution", 1), by=(AGENT,)),
    *_seen("synthesis_add_section", "writing", by=(AGENT,), sends=True),
    *_seen("synthesis_section", "writing", also=("section",), by=(AGENT,)),
    *_seen("synthesis_add_finding", "writing", by=(AGENT,), sends=True),
    *_seen("synthesis_draft", "writing", also=(1,), by=(AGENT,), sends=True),
)
_DECISION = (
    *_seen("decision", "voices", "deciding"),
    *_seen("decision", "following", by=EVERYBODY),
    *_seen("decision", "following", query="?engagements=late"),
    *_seen("decision", "following", query="?suite=engagement"),
    *_seen("decision_version", "following", also=(1,), by=(VISITOR, RESIDENT)),
    *_seen("decision_changes", "following", also=(2,), by=(VISITOR, RESIDENT)),
    *_seen("decision_changes", "following", also=(1,), status=404),
    *_seen("commitments", "following", by=(VISITOR, RESIDENT)),
    *_seen("commitments", "voices"),
    *_seen("commitments", "following", query="?etat=done"),
    *_seen("commitment", "following", also=(1,), by=EVERYBODY),
    *_seen("commitment", "following", also=(2,)),
    *_seen("report_progress", "following", also=(1,), by=(AGENT,), sends=True),
    *_seen("decision_desk", "deciding", "signable", "following", by=(AGENT,)),
    *_seen("decision_desk", "signable", by=(OFFICIAL,)),
    *_seen("decision_desk", "deciding", by=(RESIDENT,), status=403),
    *_seen("write_preamble", "deciding", by=(AGENT,)),
    *_seen("answer_finding", "deciding", also=(1,), by=(AGENT,), sends=True),
    *_seen("answer_finding", "deciding", also=(2,), by=(AGENT,)),
    *_seen("write_commitment", "deciding", by=(AGENT,), sends=True),
    *_seen("edit_commitment", "deciding", also=(1,), by=(AGENT,), sends=True),
    *_seen("begin_rectification", "following", by=(AGENT,), sends=True),
    *_seen("sign_decision", "deciding", "signable", by=(OFFICIAL,)),
)
VISITS: tuple[Visit, ...] = (
    *_CITY, *_ACCOUNT, *_DESK, *_PROCEDURE, *_QUESTIONS, *_CONTRIBUTIONS, *_SYNTHESIS, *_DECISION,
)  # fmt: skip
