"""The table of access, second part: what is about no consultation, one's account, files that wait. See ``access``."""

from collections.abc import Mapping

from cestvous.institutions.agency.models import PageName
from tests.policy.pages import CITY, EVERYBODY, Manner, Page
from tests.policy.table import ACCOUNTS, CREATE, OTHER_OFFICIAL, SIGNED_IN, SPONSOR

READ, READ_IN, FORM, CONFIRMED, SENT = Manner.READ, Manner.READ_IN, Manner.DESK_FORM, Manner.CONFIRMED, Manner.SENT
ENTRANCE, LEADS_ON = Manner.ENTRANCE, Manner.LEADS_ON
RESIDENT = frozenset({"resident"})


def page(
    manner: Manner, name: str, *args: int | str, to: frozenset[str] = SIGNED_IN, told: Mapping[str, str] = {}
) -> Page:
    return Page(name, manner, args, opens=to, there=CITY, told=told)


def public(name: str, *args: int | str) -> Page:
    return page(READ, name, *args, to=EVERYBODY)


SITE = [
    page(LEADS_ON, "root", to=EVERYBODY),
    public("home"),
    public("consultations"),
    public("neighbourhoods"),
    public("neighbourhood", "drouot"),
    public("theme", "espaces-publics"),
    public("city_commitments"),
    public("city_commitments_calendar"),
    public("journal"),
    public("journal_download"),
    public("city_news"),
    public("city_css"),
    public("styleguide"),
    public("processing_record"),
    public("processing_table"),
    # Nobody is named to be told of faults in the city of the tests.
    page(Manner.NOWHERE, "security_txt", to=EVERYBODY),
    public("guides"),
    public("guide_residents"),
    public("guide_agents"),
    *(public(name) for name in PageName),
    public("standing_versions", "contact", "fr"),
    public("standing_version", "contact", "fr", 1),
    public("person", "nadia-weber", "agent"),
    public("organisation", "les-jardins-de-drouot", "organisation"),
    # One that nobody has confirmed is nobody's business.
    page(Manner.NOWHERE, "organisation", "le-club-des-marcheurs", "asked_organisation", to=EVERYBODY),
    page(Manner.EXAMPLE, "example", to=EVERYBODY),
    page(Manner.PIECE, "markdown_preview"),
]

DESK = [
    page(READ_IN, "desk", to=CREATE | {SPONSOR, OTHER_OFFICIAL}),
    page(FORM, "prepare", to=CREATE),
    page(READ_IN, "standing_pages", to=CREATE),
    page(FORM, "rewrite_page", "contact", "fr", to=CREATE),
    page(FORM, "take_shipped", "contact", "fr", to=CREATE),
    page(Manner.PIECE, "preview_page", "fr", to=CREATE),
    page(READ_IN, "representatives", to=CREATE),
    page(CONFIRMED, "representative", "asked", to=CREATE),
    page(SENT, "refuse_representative", "asked", to=CREATE),
    page(SENT, "end_representative", "representative", to=CREATE),
]

OWN = [
    page(READ_IN, "my_words"),
    page(READ_IN, "my_positions"),
    page(SENT, "words_seen"),
    page(READ_IN, "my_organisations"),
    page(
        FORM,
        "represent",
        to=ACCOUNTS,
        told={"name": "Les Amis du parc", "sort": "association", "about": "Des voisins qui plantent."},
    ),
    page(Manner.OWNED, "describe_organisation", "representative", to=RESIDENT),
    page(Manner.OWNED, "end_representing", "representative", to=RESIDENT),
    Page("file", Manner.READ_OWNED, ("received", "plan.pdf"), opens=RESIDENT, there=CITY),
    page(READ_IN, "my_data"),
    page(Manner.PIECE, "download_my_data"),
    # What would be erased is stated first, and what is sent has to say it again.
    page(Manner.OF_MINE, "erase_account"),
    page(FORM, "account", told={"age_band": "40-59"}),
]

# What is sent to the pages of the entrance is worth nothing: what they do when it is has tests of its own.
ENTRY = [
    page(ENTRANCE, "account_login"),
    page(ENTRANCE, "account_signup"),
    page(Manner.SIGN_OUT, "account_logout"),
    public("account_inactive"),
    public("account_email_verification_sent"),
    page(Manner.VOID, "account_confirm_email", "perime", to=EVERYBODY),
    page(Manner.ASKED, "account_reset_password", to=EVERYBODY),
    public("account_reset_password_done"),
    page(Manner.VOID_KEY, "account_reset_password_from_key", "1", "perime", to=EVERYBODY),
    public("account_reset_password_from_key_done"),
    public("account_erased"),
    page(Manner.LEADS_TO_ONESELF, "account_email"),
    page(Manner.OF_MINE, "account_change_password"),
    # Who signed in just now has shown who they are.
    page(Manner.ELSEWHERE, "account_reauthenticate"),
    # Who has a password changes it instead.
    page(Manner.ELSEWHERE, "account_set_password"),
]

# Nobody here has a second factor: pages about one of one's own lead on, or are not there. Who needs one before they use
# their functions is tested apart: tests/security/test_functions_wait.py.
SECURITY = [
    page(READ_IN, "mfa_index"),
    page(Manner.OF_MINE, "mfa_activate_totp"),
    page(Manner.NONE_OF_MINE, "mfa_deactivate_totp"),
    page(Manner.OF_MINE, "mfa_add_webauthn"),
    page(Manner.NONE_OF_MINE, "mfa_remove_webauthn", 1),
    page(Manner.LEADS_TO_ONESELF, "mfa_view_recovery_codes"),
    page(Manner.NONE_TO_READ, "mfa_download_recovery_codes"),
    page(Manner.OF_MINE, "mfa_generate_recovery_codes"),
    page(SENT, "account_end_all_sign_ins"),
    page(Manner.NONE_TO_SEND, "account_end_sign_in", 1_000_000),
    page(Manner.ELSEWHERE, "mfa_authenticate"),
    page(Manner.ELSEWHERE, "mfa_login_webauthn"),
]

OF_THE_CITY = [*SITE, *DESK, *OWN, *ENTRY, *SECURITY]

# The administration, by the end of a page's name: what the administrator is answered that asks for it, and that sends
# it a form. Nothing is ever written. All others are led to its door, which is where everybody signs in.
ADMINISTRATION = {
    "index": ("200", "200"),
    "app_list": ("200", "200"),
    "changelist": ("200", "200"),
    "change": ("200", "403"),
    "history": ("200", "200"),
    "add": ("403", "403"),
    "delete": ("403", "403"),
    "autocomplete": ("403", "405"),
    "jsi18n": ("200", "200"),
    "view_on_site": ("404", "404"),
    # Where everybody signs in, changes a password and signs out.
    "login": ("302", "200"),
    "password_change": ("302", "302"),
    "password_change_done": ("200", "405"),
    "logout": ("405", "200"),
}
