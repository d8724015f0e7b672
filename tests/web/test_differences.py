"""What changed between two versions of a text, as readers see it."""

import pytest

from cestvous.web import differences as module
from cestvous.web.differences import Stretch, are_alike, differences


def test_a_changed_word_is_removed_and_added_and_the_rest_stays() -> None:
    assert differences("Il faut dix bancs.", "Il faut douze bancs.") == [
        [Stretch("same", "Il faut"), Stretch("removed", " dix"), Stretch("added", " douze"), Stretch("same", " bancs.")]
    ]


def test_a_comma_added_leaves_its_word_as_it_was() -> None:
    assert differences("Un banc vert", "Un banc, vert") == [
        [Stretch("same", "Un banc"), Stretch("added", ","), Stretch("same", " vert")]
    ]


def test_a_paragraph_added_stands_alone() -> None:
    first, second = differences("Un.", "Un.\n\nDeux **trois**.")
    assert first == [Stretch("same", "Un.")]
    assert second == [Stretch("added", "Deux trois.")]


def test_layout_alone_is_no_difference() -> None:
    assert are_alike(differences("Un **banc**.", "Un banc."))
    assert are_alike(differences("", ""))


def test_very_long_texts_are_compared_by_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 5)
    before, after = "un deux trois\n\nquatre cinq six", "un deux trois\n\nquatre CINQ six"
    changes = {stretch for paragraph in differences(before, after) for stretch in paragraph}
    assert Stretch("removed", "quatre cinq six") in changes
    assert Stretch("added", "quatre CINQ six") in changes
