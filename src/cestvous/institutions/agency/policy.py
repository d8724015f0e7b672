"""Who may rewrite standing pages, and what may stand in them."""

import re
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.foundation.mandates.policy import Permission, Reader, mandate_granting
from cestvous.kernel.verdicts import Verdict

# A value as it stands in the words of a page: "{city}".
VALUE = re.compile(r"\{([a-z_]+)\}")


class Value(StrEnum):
    """What the words of a page may name without knowing it: of the city, then addresses on this site."""

    CITY = "city"
    SITE = "site"
    CONTACT = "contact"
    PUBLISHER = "publisher"
    HOST = "host"
    OFFICER = "officer"
    HOME_PAGE = "home_page"
    CONSULTATIONS_PAGE = "consultations_page"
    NEIGHBOURHOODS_PAGE = "neighbourhoods_page"
    REGISTER_PAGE = "register_page"
    REGISTER_FILE = "register_file"
    NEWS_FEED = "news_feed"
    SIGN_UP_PAGE = "sign_up_page"
    SIGN_IN_PAGE = "sign_in_page"
    PASSWORD_PAGE = "password_page"  # noqa: S105 — the name of an address
    ACCOUNT_PAGE = "account_page"
    MY_WORDS_PAGE = "my_words_page"
    MY_DATA_PAGE = "my_data_page"
    RECORD_PAGE = "record_page"
    DESK_PAGE = "desk_page"
    GUIDE_RESIDENTS_PAGE = "guide_residents_page"
    GUIDE_AGENTS_PAGE = "guide_agents_page"
    HELP_PAGE = "help_page"
    CONTACT_PAGE = "contact_page"
    HOW_IT_WORKS_PAGE = "how_it_works_page"
    CHARTER_PAGE = "charter_page"
    MODERATION_RULES_PAGE = "moderation_rules_page"
    OPEN_DATA_PAGE = "open_data_page"
    ACCESSIBILITY_PAGE = "accessibility_page"
    PRIVACY_PAGE = "privacy_page"
    LEGAL_PAGE = "legal_page"


def may_edit_pages(reader: Reader, at: datetime) -> Verdict:
    """City agents rewrite standing pages; whoever runs the machine does not."""
    if mandate_granting(reader, Permission.LEAD, at):
        return Verdict.yes()
    return Verdict.no(
        _("City agents write the pages of this site."),
        remedy=_("Tell them what is wrong or missing: the page “Contact” says how."),
    )


def values_in(*words: str) -> set[str]:
    """The names of the values that stand in these words, known or not."""
    return {name for text in words for name in VALUE.findall(text)}


def check_values(*words: str) -> Verdict:
    """Are the values in these words known ones?"""
    unknown = sorted(values_in(*words) - set(Value))
    if not unknown:
        return Verdict.yes()
    names = ", ".join(f"{{{name}}}" for name in unknown)
    return Verdict.no(
        ngettext("%(names)s is no value of this site.", "%(names)s are no values of this site.", len(unknown))
        % {"names": names},
        remedy=_("Take one of the list, or write without braces."),
    )
