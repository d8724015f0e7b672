"""What scanners ask for first is not there: lists of folders, the source, settings, one's own request sent back."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathered(tmp_path: Path, settings: Settings) -> Path:
    """A folder of static files like that of a city, read anew for this test."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "site.js").write_text("// ours", encoding="ascii")
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = str(tmp_path), False
    return tmp_path


def test_no_folder_lists_what_is_in_it(gathered: Path) -> None:
    client = Client()
    there = client.get("/static/js/site.js")
    assert b"".join(there) == b"// ours"
    there.close()
    for folder in ("/static/", "/static/js/", "/static/js", "/fichiers/", "/media/"):
        assert client.get(folder).status_code == 404, folder


@pytest.mark.parametrize(
    "address",
    [
        *("/.git/config", "/.git/HEAD", "/.env", "/.htaccess", "/pyproject.toml", "/uv.lock", "/manage.py"),
        *("/src/cestvous/config/settings/security.py", "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml"),
        *(
            "/static/..%2fpyproject.toml",
            "/cestvous.sqlite3",
            "/backup.tar",
            "/phpmyadmin/",
            "/wp-login.php",
            "/metrics",
        ),
        *(
            "/debug/",
            "/__debug__/",
            "/server-status",
            "/api/schema/",
            "/fr/.git/config",
            "/fr/%00",
            "/fichiers/../.env",
        ),
    ],
)
def test_nothing_of_the_inside_is_served(gathered: Path, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_no_page_gives_back_what_was_sent_to_it() -> None:
    for page in ("/fr/", "/", "/fr/compte/se-connecter/", "/.well-known/security.txt"):
        answer = Client().trace(page, headers={"x-probe": "send-me-back"})
        assert b"send-me-back" not in answer.content, page
