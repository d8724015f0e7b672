"""Words by their stems."""

from concurrent.futures import ThreadPoolExecutor
from time import process_time

import pytest

from cestvous.kernel.stems import _stem, found_in, stem, stems, stored


@pytest.mark.parametrize(
    "alike",
    [
        "vélo vélos velo VÉLOS",
        "école écoles ecole Écoles",
        "végétalisé végétalisée végétalisées végétaliser végétalisation",
        "public publique publics publiques",
        "actif active actives",
        "cheval chevaux",
        "travail travaux",
        "bureau bureaux",
        "jeu jeux",
        "œuvre oeuvres Œuvre",
        "piéton piétonne piétons piétonnes",
        "gratuit gratuite gratuité",
        "allée allées allee",
        "donnée données donner",
    ],
)
def test_accents_case_and_endings_do_not_count(alike: str) -> None:
    assert len({stem(word) for word in alike.split()}) == 1


@pytest.mark.parametrize("apart", ["banc banque", "vert verre", "eau air", "rue roue"])
def test_words_that_are_not_the_same_stay_apart(apart: str) -> None:
    assert len({stem(word) for word in apart.split()}) == 2


def test_words_that_say_nothing_have_no_stem() -> None:
    assert stems("Que les bancs de l'école, c'est d'où ?") == ["banc", "ecol"]
    assert stems("n° 7, à la ½") == ["7", "12"]
    assert stems("!?") == []


def test_what_is_stored_tells_the_title_from_the_text() -> None:
    assert stored("Des bancs", "Des **bancs** [ici](https://ailleurs.fr), _bancs_.") == " banc / banc ici "
    assert stored("", "") == " / "


def test_the_words_found_are_where_they_stand() -> None:
    words = "L'École, aux écoles-mères"
    assert [words[start:end] for start, end in found_in(words, stems("ecole"))] == ["École", "écoles"]


def test_threads_do_not_mix_their_words() -> None:
    words = [f"commune{letter}ment" for letter in "abcdefghij"] * 50
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(_stem.__wrapped__, words))
    assert together == [_stem.__wrapped__(word) for word in words]


@pytest.mark.parametrize("heavy", ["a" * 200_000, "e\u0301" * 50_000, "é " * 50_000, "s" * 100_000 + "é"])
def test_no_text_takes_long(heavy: str) -> None:
    began = process_time()
    stored(heavy, heavy[:20_000])
    assert process_time() - began < 3
