"""Digests: the same content is always the same bytes, and no entry of a chain can be changed unseen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cestvous.kernel import digests

scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
contents = st.dictionaries(
    st.text(max_size=8), st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=6), max_size=6
)
salts = st.binary(min_size=16, max_size=16).map(bytes.hex)
entries = st.lists(st.tuples(salts, contents), min_size=1, max_size=8)


def _encodable(content: object) -> bool:
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


contents = contents.filter(_encodable)


def _links(chain: list[tuple[str, dict[str, object]]]) -> list[str]:
    links = [digests.GENESIS]
    for number, (salt, content) in enumerate(chain, start=1):
        links.append(digests.link(links[-1], number, digests.salted(salt, digests.canonical(content))))
    return links[1:]


@given(contents)
def test_the_order_in_which_content_was_filled_in_does_not_count(content: dict[str, object]) -> None:
    backwards = dict(reversed(content.items()))
    assert digests.canonical(backwards) == digests.canonical(content)


@given(contents)
def test_content_can_be_read_back_from_what_is_digested(content: dict[str, object]) -> None:
    assert json.loads(digests.canonical(content)) == content


@given(contents, contents)
def test_different_contents_are_different_bytes(one: dict[str, object], other: dict[str, object]) -> None:
    assert (digests.canonical(one) == digests.canonical(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


@given(contents, salts, salts)
def test_another_salt_makes_another_digest(content: dict[str, object], salt: str, other: str) -> None:
    bare = digests.canonical(content)
    assert (digests.salted(salt, bare) == digests.salted(other, bare)) == (salt == other)


@given(entries, contents, st.data())
def test_changing_an_entry_changes_every_link_from_there_on(
    chain: list[tuple[str, dict[str, object]]], content: dict[str, object], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    changed = [*chain[:place], (chain[place][0], {**content, "changed": True}), *chain[place + 1 :]]
    before, after = _links(chain), _links(changed)
    assert before[:place] == after[:place]
    assert chain[place][1] == changed[place][1] or all(
        one != other for one, other in zip(before[place:], after[place:], strict=True)
    )


@given(entries, st.data())
def test_dropping_an_entry_changes_every_link_from_there_on(
    chain: list[tuple[str, dict[str, object]]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    before, after = _links(chain), _links([*chain[:place], *chain[place + 1 :]])
    assert before[:place] == after[:place]
    assert not set(before[place:]) & set(after[place:]) or chain[place] in chain[place + 1 :]


def test_salts_differ_and_are_long() -> None:
    made = {digests.new_salt() for _ in range(200)}
    assert len(made) == 200
    assert {len(salt) for salt in made} == {32}


@pytest.mark.parametrize("content", [{"x": float("nan")}, {"x": float("inf")}])
def test_what_json_has_no_form_for_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        digests.canonical(content)
    with pytest.raises(TypeError):
        digests.canonical({"x": object()})
