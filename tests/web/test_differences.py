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


def test_very_long_texts_are_compared_by_paragraph_then_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 5)
    before, after = "un deux trois\n\nquatre cinq six", "un deux trois\n\nquatre CINQ six"
    assert differences(before, after) == [
        [Stretch("same", "un deux trois")],
        [Stretch("same", "quatre"), Stretch("removed", " cinq"), Stretch("added", " CINQ"), Stretch("same", " six")],
    ]


def test_one_very_long_paragraph_is_told_as_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 2)
    assert differences("un deux trois", "un deux quatre") == [
        [Stretch("removed", "un deux trois"), Stretch("added", "un deux quatre")]
    ]
    of_two = differences("un deux trois\n\nquatre cinq six", "sept huit neuf\n\ndix onze douze")
    assert [[stretch.change for stretch in paragraph] for paragraph in of_two] == [
        ["removed"],
        ["removed", "added"],
        ["added"],
    ]


def test_a_sentence_written_anew_reads_as_one() -> None:
    assert differences("Le maire doit agir vite.", "Nos élus doivent répondre vite.") == [
        [
            Stretch("removed", "Le maire doit agir"),
            Stretch("added", "Nos élus doivent répondre"),
            Stretch("same", " vite."),
        ]
    ]
    told = differences("Des bancs gris et des bacs lourds.", "Des sièges clairs et des arbres hauts.")
    assert told == [
        [
            Stretch("same", "Des"),
            Stretch("removed", " bancs gris et des bacs lourds"),
            Stretch("added", " sièges clairs et des arbres hauts"),
            Stretch("same", "."),
        ]
    ]


def test_what_stayed_between_paragraphs_is_no_crumb() -> None:
    first, second = differences("Un banc gris.\n\nUn bac lourd.", "Un banc vert.\n\nUn bac léger.")
    assert Stretch("added", " vert") in first
    assert Stretch("added", " léger") in second


@pytest.mark.parametrize(
    ("before", "after"),
    [("a b c d e f", "x b y d z f"), ("Un.\n\nDeux.\n\nTrois.", "Deux.\n\nQuatre."), ("", "Un mot."), ("Un mot.", "")],
)
def test_nothing_is_lost_in_telling(before: str, after: str) -> None:
    told = [stretch for paragraph in differences(before, after) for stretch in paragraph]
    kept = "".join(stretch.words for stretch in told if stretch.change != "removed")
    gone = "".join(stretch.words for stretch in told if stretch.change != "added")
    assert kept == after.replace("\n\n", "")
    assert gone == before.replace("\n\n", "")
