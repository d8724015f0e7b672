"""The addresses of the site, and those among them that show no page."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

_SENT = "a form is sent to it; what it answers is a page of this list"
NO_PAGE = {
    "root": "leads to the home page",
    "consultation_short": "leads to the full address",
    "security_txt": "a file",
    "city_css": "a stylesheet",
    "preview_page": "a piece of a page, asked for by a script",
    "markdown_preview": "a piece of a page, asked for by a script",
    "resembling_contributions": "a piece of a page, asked for by a script",
    "journal_download": "a file",
    "file": "a file",
    "small_file": "a file",
    "download_my_data": "a file",
    "processing_table": "a file",
    "takeaway_whole": "a file",
    "takeaway_table": "a file",
    "synthesis_file": "a file",
    "synthesis_version_file": "a file",
    "decision_file": "a file",
    "decision_version_file": "a file",
    "consultation_calendar": "a calendar",
    "commitments_calendar": "a calendar",
    "city_commitments_calendar": "a calendar",
    "consultation_news": "a feed",
    "city_news": "a feed",
    **dict.fromkeys(
        (
            "take_position", "withdraw_position", "endorse_contribution_comment", "withdraw_contribution_endorsement",
            "endorse_finding_comment", "withdraw_finding_endorsement", "synthesis_cite", "synthesis_uncite",
            "refuse_representative", "end_representative",
            "synthesis_set_aside", "synthesis_lift", "synthesis_move_section", "synthesis_remove_section",
            "synthesis_move_finding", "synthesis_remove_finding", "remove_commitment", "keep_draft", "drop_draft",
            "words_seen",
        ),
        _SENT,
    ),
}  # fmt: skip
# Django's own pages, read-only, for those who run the machine.
NOT_OURS = {"admin"}


def names_within(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The URL names among these, and below them, that are ours."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        elif pattern.namespace not in NOT_OURS:
            yield from names_within(pattern.url_patterns)


def names_of_addresses() -> set[str]:
    """Every URL name that the site answers to, outside Django's own administration."""
    return set(names_within(get_resolver().url_patterns))
