"""The classes of fault that broke platforms like this one, and the tests that each would fail, had we the fault.

A class that has no subject here yet says so: whoever builds the subject writes its test.
"""

SECURITY, POLICY, ACTIVITIES = "tests/security/test_", "tests/policy/test_", "tests/activities/test_"
ACCESS = f"{POLICY}access.py::test_every_address_answers_as_the_table_says"
UNPUBLISHED = (
    f"{SECURITY}unpublished_content.py::"
    "test_no_draft_and_no_withdrawn_or_hidden_words_are_read_anywhere_by_those_who_did_not_write_them"
)

CLASSES: dict[str, tuple[str, ...]] = {
    "missing object or role check": (
        ACCESS,
        f"{POLICY}access.py::test_the_administration_is_looked_at_by_the_administrator_and_changed_by_nobody",
        f"{POLICY}table.py::test_what_is_not_in_the_table_is_refused",
        f"{POLICY}table.py::test_only_the_agents_in_charge_lead",
    ),
    "API returning drafts; unpublished content through embeds, feeds, exports, search, images": (
        UNPUBLISHED,
        ACCESS,
        f"{SECURITY}unpublished_content.py::test_a_draft_consultation_exists_at_no_address",
        "tests/web/test_takeaway.py::test_nothing_that_is_not_public_leaves_at_any_stage",
        "tests/web/documents/test_documents.py::test_nothing_that_is_not_public_is_in_a_file",
        "tests/web/test_files.py::test_a_drafts_files_are_for_those_who_prepare_it",
        "tests/web/test_search_in_contributions.py::test_only_words_that_are_shown_are_found",
    ),
    "cross-tenant or replayed tokens": (
        f"{SECURITY}replayed_tokens.py::test_a_link_for_a_new_password_serves_once",
        f"{SECURITY}replayed_tokens.py::test_it_opens_nobody_else_s_account",
        f"{SECURITY}replayed_tokens.py::test_a_form_s_token_of_another_browser_is_refused",
        f"{SECURITY}entrance.py::test_signing_out_ends_the_session_wherever_its_cookie_was_copied",
    ),
    "filter, sort or page parameters reaching SQL or any column": (
        f"{SECURITY}parameters.py::test_no_parameter_is_an_error",
        f"{SECURITY}parameters.py::test_no_parameter_reaches_a_column",
        f"{SECURITY}parameters.py::test_the_administrator_filters_by_nobody_s_password_or_address",
    ),
    "stored XSS": (
        f"{SECURITY}stored_markup.py::test_no_markup_of_anybody_becomes_part_of_a_page",
        f"{SECURITY}stored_markup.py::test_nor_does_it_in_the_administration",
        "tests/kernel/test_text.py::test_nothing_dangerous_comes_out",
        "tests/kernel/test_videos.py::test_no_other_address_is_a_video",
        "tests/web/documents/test_hostile_words.py::test_what_looks_like_code_comes_out_as_it_was_typed",
    ),
    "no unique constraint, race on double vote": (
        f"{SECURITY}double_votes.py::test_what_counts_a_person_once_is_held_by_the_database",
        f"{SECURITY}double_votes.py::test_a_second_position_does_not_enter_the_database",
        f"{SECURITY}two_servers.py::test_fifty_positions_of_one_person_are_one",
        f"{ACTIVITIES}at_once.py::test_one_person_endorses_once_however_often_they_send_it",
    ),
    # There is no budget. What is like one is what is counted while many write: these counts are never overspent.
    "budget overspend race": (
        f"{ACTIVITIES}at_once.py::test_everybody_s_position_is_counted",
        f"{ACTIVITIES}at_once.py::test_a_lively_discussion_ends_with_right_counts",
        f"{SECURITY}at_one_instant.py::test_a_double_click_asks_once_and_many_at_once_are_counted",
    ),
    # Exports are public, and nobody scans an identity here. What one received alone are files.
    "replayable links to exports and identity scans": (
        ACCESS,
        "tests/web/test_files.py::test_what_is_received_is_its_authors_alone",
        "tests/web/test_files.py::test_after_withdrawal_nothing_is_served",
        "tests/foundation/test_files_in_a_bucket.py::test_nobody_gets_it_past_us",
    ),
    "SSRF through URL preview": (
        f"{SECURITY}addresses_that_people_type.py::test_no_code_but_what_is_listed_can_reach_another_machine",
        f"{SECURITY}addresses_that_people_type.py::test_nothing_is_asked_of_an_address_in_words",
        f"{SECURITY}addresses_that_people_type.py::test_nothing_is_asked_of_the_host_of_a_video",
    ),
    "CSRF on state change by GET": (
        f"{SECURITY}reading_writes_nothing.py::test_no_page_writes_by_being_looked_at",
        f"{SECURITY}reading_writes_nothing.py::test_every_address_refuses_what_comes_without_our_token",
        f"{POLICY}access.py::test_pages_are_asked_for_and_forms_are_sent_and_nothing_else_is_answered",
    ),
    # Nobody is invited to anything yet. What ends by itself are mandates, and speaking for an organisation.
    "invitation expiry bypass": (
        f"{POLICY}audiences_and_mandates.py::test_a_mandate_serves_from_its_first_day_to_the_eve_of_its_end",
        "tests/web/organisations/test_speaking.py::"
        "test_another_representative_edits_it_under_their_own_name_and_a_former_one_no_longer",
        f"{SECURITY}replayed_tokens.py::test_it_does_not_serve_for_ever",
    ),
    "account enumeration by sign-up, reset or verification": (
        f"{SECURITY}account_enumeration.py::test_signing_up_says_and_hashes_the_same",
        f"{SECURITY}account_enumeration.py::test_a_new_password_is_asked_for_at_the_same_cost",
        f"{SECURITY}account_enumeration.py::test_a_wrong_password_costs_what_an_unknown_address_costs",
        f"{SECURITY}account_enumeration.py::test_confirming_another_address_says_the_same",
    ),
    # No code is posted to residents yet. What can be guessed are passwords.
    "brute force of resident codes": (
        f"{SECURITY}entrance.py::test_attempts_are_counted_by_account_from_wherever_they_come",
        f"{SECURITY}entrance.py::test_attempts_are_counted_by_address_on_whatever_account",
        f"{SECURITY}entrance.py::test_letters_with_a_new_password_are_counted_by_account_and_by_address",
    ),
    "writes after a phase has closed": (
        ACCESS,
        f"{POLICY}table.py::test_what_is_not_in_the_table_is_refused",
        f"{ACTIVITIES}races_with_time.py::"
        "test_what_is_written_after_the_phase_has_ended_is_refused_even_if_its_page_was_loaded_before",
    ),
    "mass assignment": (f"{SECURITY}mass_assignment.py::test_a_form_changes_what_it_asks_for_and_nothing_else",),
    "CSV formula injection": (
        f"{SECURITY}csv_formulas.py::test_no_words_of_anybody_begin_a_formula",
        f"{SECURITY}csv_formulas.py::test_no_table_holds_a_formula_at_the_end_of_a_consultation",
    ),
    "import bombs": (
        "tests/commands/test_import_refused.py::test_a_line_that_cannot_be_read_is_named_and_the_next_are_read",
        "tests/commands/test_import_refused.py::test_counts_are_limited",
        "tests/foundation/test_files.py::test_a_picture_that_would_fill_memory_is_refused_before_it_is_decoded",
        "tests/kernel/examining/test_bombs.py::test_a_bomb_costs_no_more_than_one_file_may",
    ),
    # Nobody can report anybody's words yet, and nothing hides them but their author.
    "report abuse used to silence people": (),
    "deleted data surviving in versions": (
        UNPUBLISHED,
        "tests/web/test_takeaway.py::test_words_that_are_withdrawn_later_leave_the_citations_too",
        "tests/web/documents/test_documents.py::test_words_taken_back_leave_the_file_with_what_happened",
        "tests/web/test_files.py::test_the_files_of_a_text_that_is_not_shown_are_not_either",
    ),
}
