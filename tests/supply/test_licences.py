"""Everything that we build on may be built on, and the page that says so is fresh."""

import pytest

from tools.supply import licences, vendored
from tools.supply.lock import ROOT, packages


def test_each_package_has_a_licence_that_goes_with_ours() -> None:
    assert licences.undecided() == []


def test_nothing_is_decided_for_a_package_that_is_no_longer_there() -> None:
    assert licences.not_needed() == set()


def test_the_page_says_what_packages_and_decisions_say() -> None:
    page = licences.page()
    assert licences.TARGET.read_text(encoding="utf-8") == page, "run `make licences`"
    assert all(f"| {name} |" in page for name in packages())


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("GPL-2.0-only OR MIT", True),
        ("Apache-2.0 AND BSD-2-Clause", True),
        ("GPL-2.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-3.0-only", False),
        ("BSD", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_of_several_licences_all_must_do_or_one_of_a_choice(expression: str, *, may: bool) -> None:
    assert licences.may_be_built_on("django", expression) is may


def test_a_tool_may_be_under_a_licence_that_what_a_city_runs_may_not() -> None:
    assert licences.may_be_built_on("yamllint", "GPL-3.0-only")
    assert not licences.may_be_built_on("django", "GPL-3.0-only")


def test_a_package_of_which_nothing_is_known_may_not_be_built_on() -> None:
    unknown = licences.licence_of("a-package-that-nobody-installed")
    assert not licences.may_be_built_on(unknown.package, unknown.expression)


@pytest.mark.parametrize("file", vendored.kept(), ids=lambda file: file.path)
def test_what_others_made_is_what_we_took(file: vendored.Vendored) -> None:
    assert file.digest == file.sha256
    assert file.origin.startswith("https://")
    assert file.licence in licences.kept()["compatible"]
    assert (ROOT / file.notice).stat().st_size > 500


def test_of_every_file_that_we_carry_it_is_known_who_made_it() -> None:
    assert vendored.of_unknown_origin() == []
