"""What is typed at the desk of a decision."""

from django.test import Client

from tests.web.browsing import page
from tests.web.filling import form_at


def drafted_commitment(**changes: object) -> dict[str, object]:
    told: dict[str, object] = {
        "title": "Poser six bancs",
        "body": "Sous les platanes.",
        "owner": "Espaces verts",
        "due_on": "2026-12-31",
        "milestones": "30/09/2026 Les emplacements sont choisis\n2026-11-15 Les bancs sont commandés\n",
    }
    return told | changes


def findings_of(desk: Client, number: int) -> list[int]:
    form = form_at(desk, page("write_commitment", number))
    return [key for key, _title in form.fields["findings"].choices][:1]  # type: ignore[attr-defined]


def digest_of(client: Client, number: int) -> str:
    digest = client.get(page("sign_decision", number)).context["digest"]
    assert isinstance(digest, str)
    return digest
