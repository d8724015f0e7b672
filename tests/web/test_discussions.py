"""Discussions under contributions; those under findings are shown by the same pages."""

import pytest
from django.test import Client
from django.urls import reverse

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.people.models import Person
from cestvous.web.discussions.pages import A_PAGE
from cestvous.web.discussions.remarks import RemarkShown
from tests.factories import a_comment, a_contribution, in_phase

pytestmark = pytest.mark.django_db


def page(name: str, contribution: Contribution, *args: int) -> str:
    return reverse(name, args=[contribution.activity.consultation.number, contribution.number, *args])


def remarks(client: Client, contribution: Contribution, **asked: str | int) -> list[RemarkShown]:
    response = client.get(page("contribution", contribution), asked)
    assert response.status_code == 200
    return list(response.context["page"].thread.arguments.shown)


def numbers(shown: list[RemarkShown]) -> list[int]:
    return [number for one in shown for number in (one.number, *numbers(one.replies))]


def test_nobody_has_spoken_yet(client: Client, contribution: Contribution) -> None:
    assert "empty-state" in client.get(page("contribution", contribution)).content.decode()


def test_an_argument_is_published_and_the_reader_brought_to_it(
    client: Client, contribution: Contribution, neighbour: Person
) -> None:
    client.force_login(neighbour)
    response = client.post(page("comment_on_contribution", contribution), {"side": "against", "body": "Trop **cher**."})
    assert response.status_code == 302
    assert response["Location"] == page("contribution", contribution) + "?comment=1#c1"
    words = client.get(response["Location"]).content.decode()
    assert 'id="c1"' in words
    assert "<strong>cher</strong>" in words
    assert Comment.objects.get().side == Side.AGAINST


def test_an_empty_argument_keeps_its_side_and_is_refused(
    client: Client, contribution: Contribution, neighbour: Person
) -> None:
    client.force_login(neighbour)
    response = client.post(page("comment_on_contribution", contribution), {"side": "against", "body": " "})
    assert response.status_code == 422
    assert 'value="against"' in response.content.decode()
    assert response.context["form"]["side"].value() == "against"


def test_a_closed_discussion_keeps_what_was_typed(
    client: Client, contribution: Contribution, neighbour: Person
) -> None:
    in_phase(contribution.activity.consultation, "synthesis")
    client.force_login(neighbour)
    address = page("comment_on_contribution", contribution)
    response = client.post(address, {"side": "for", "body": "Mots à garder"})
    assert response.status_code == 422
    assert "Mots à garder" in response.content.decode()
    refused = client.get(address)
    assert refused.status_code == 403
    assert "<textarea" not in refused.content.decode()
    assert "<textarea" not in client.get(page("contribution", contribution)).content.decode()


def test_a_visitor_is_offered_to_sign_in_and_comes_back(client: Client, contribution: Contribution) -> None:
    words = client.get(page("contribution", contribution)).content.decode()
    assert "<textarea" not in words
    assert reverse("account_login") + "?next=" in words
    response = client.post(page("comment_on_contribution", contribution), {"side": "for", "body": "Oui"})
    assert response.status_code == 302
    assert not Comment.objects.exists()


def test_replies_follow_what_they_reply_to_and_have_no_side_of_their_own(
    client: Client, contribution: Contribution, resident: Person, neighbour: Person
) -> None:
    first = a_comment(neighbour, contribution, "Un", side=Side.AGAINST)
    a_comment(neighbour, contribution, "Deux", side=Side.NEUTRAL)
    client.force_login(resident)
    address = page("reply_to_contribution_comment", contribution, first.number)
    asked = client.get(address).content.decode()
    assert "Un" in asked
    assert 'name="side"' not in asked
    response = client.post(address, {"body": "Réponse", "side": "for"})
    assert response["Location"].endswith("#c3")
    shown = remarks(client, contribution)
    assert numbers(shown) == [1, 3, 2]
    assert [(one.side, [reply.side for reply in one.replies]) for one in shown] == [("against", [""]), ("", [])]
    assert numbers(remarks(client, contribution, side="against")) == [1, 3]


def test_threads_are_at_most_three_replies_deep(client: Client, contribution: Contribution, neighbour: Person) -> None:
    client.force_login(neighbour)
    last = a_comment(neighbour, contribution, "Racine").number
    for step in range(5):
        client.post(page("reply_to_contribution_comment", contribution, last), {"body": f"Encore {step}"})
        last += 1
    assert max(Comment.objects.order_by("pk").values_list("depth", flat=True)) == 3
    assert numbers(remarks(client, contribution)) == [1, 2, 3, 4, 5, 6]


def test_a_reply_to_another_discussion_is_not_found(
    client: Client, contribution: Contribution, resident: Person, neighbour: Person
) -> None:
    elsewhere = a_contribution(resident, contribution.activity.consultation, "Autre")
    said = a_comment(neighbour, elsewhere)
    client.force_login(neighbour)
    assert client.get(page("reply_to_contribution_comment", contribution, said.number)).status_code == 404
    assert client.post(page("endorse_contribution_comment", contribution, said.number)).status_code == 404


def test_a_long_discussion_is_shown_in_pages_and_every_comment_found_on_its_own(
    client: Client, contribution: Contribution, neighbour: Person
) -> None:
    first = a_comment(neighbour, contribution, "Premier")
    for index in range(A_PAGE + 8):
        a_comment(neighbour, contribution, f"Réponse {index}", parent=first)
    last = a_comment(neighbour, contribution, "Dernier")
    thread = client.get(page("contribution", contribution)).context["page"].thread
    assert len(numbers(list(thread.arguments.shown))) == A_PAGE
    rest = client.get(thread.section.make().next_url).context["page"].thread
    assert [one.is_context for one in rest.arguments.shown] == [True, False]
    assert numbers(list(rest.arguments.shown))[-1] == last.number
    assert sorted({*numbers(list(thread.arguments.shown)), *numbers(list(rest.arguments.shown))}) == list(
        range(1, A_PAGE + 11)
    )
    assert rest.section.make().next_url == ""
    for number in (1, 30, A_PAGE + 5, last.number):
        assert number in numbers(remarks(client, contribution, comment=number))


def test_one_agrees_once_with_others_and_can_stop(
    client: Client, contribution: Contribution, resident: Person, neighbour: Person
) -> None:
    said = a_comment(neighbour, contribution)
    client.force_login(resident)
    (remark,) = remarks(client, contribution)
    for _twice in range(2):
        assert client.post(remark.endorse_url)["Location"] == remark.url
    (remark,) = remarks(client, contribution)
    assert (remark.endorsements, remark.endorse_url, bool(remark.unendorse_url)) == (1, "", True)
    client.post(remark.unendorse_url)
    assert Comment.objects.get(pk=said.pk).endorsement_count == 0
    client.force_login(neighbour)
    assert remarks(client, contribution)[0].endorse_url == ""
    assert client.post(page("endorse_contribution_comment", contribution, said.number)).status_code == 403


def test_a_withdrawn_comment_leaves_a_dated_statement_and_its_replies(
    client: Client, contribution: Contribution, resident: Person, neighbour: Person
) -> None:
    said = a_comment(neighbour, contribution, "Mots secrets")
    a_comment(resident, contribution, "Réponse visible", parent=said)
    address = page("withdraw_contribution_comment", contribution, said.number)
    client.force_login(resident)
    assert client.get(address).status_code == 403
    client.force_login(neighbour)
    assert "Mots secrets" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    words = client.get(page("contribution", contribution)).content.decode()
    assert "Mots secrets" not in words
    assert "Réponse visible" in words
    assert client.post(address).status_code == 403


def test_agents_speak_with_their_name_and_function(client: Client, contribution: Contribution, agent: Person) -> None:
    client.force_login(agent)
    client.post(page("comment_on_contribution", contribution), {"side": "neutral", "body": "Une précision."})
    (remark,) = remarks(client, contribution)
    assert (remark.said.who, remark.said.kind, remark.said.function) == (
        "Nadia Weber",
        "agent",
        "chargée de participation",
    )


def test_odd_addresses_show_the_discussion_from_its_beginning(
    client: Client, contribution: Contribution, neighbour: Person
) -> None:
    a_comment(neighbour, contribution)
    for asked in ({"from": "x"}, {"from": "1.2.3.4.5"}, {"comment": "999"}, {"comment": "9" * 40}, {"side": "up"}):
        assert numbers(remarks(client, contribution, **asked)) == [1]


def test_the_discussion_of_a_withdrawn_contribution_is_closed_and_readable(
    client: Client, contribution: Contribution, resident: Person, neighbour: Person
) -> None:
    a_comment(neighbour, contribution, "Reste lisible")
    actions.withdraw(by=resident, contribution=contribution)
    client.force_login(neighbour)
    response = client.get(page("contribution", contribution))
    assert "Reste lisible" in response.content.decode()
    assert response.context["page"].thread.form is None
