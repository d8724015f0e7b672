"""No key and no token lies in the repository, and a scan would see one."""

import subprocess
from pathlib import Path

import pytest
from detect_secrets.settings import get_plugins, transient_settings

from tests.deploy.reading import compose
from tests.machinery.environment import ROOT

# Keys by their form. Guesses by entropy or by the word "password" find nothing but our own tests.
PLUGINS = [
    *("ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector"),
    *("DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "JwtTokenDetector", "MailchimpDetector"),
    *("NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector"),
    *("SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector"),
]
# What stands for a password in examples.
PLACEHOLDERS = {"change-me", "password", "secret", "x", "…", "80"}
# Digests, translations and pictures: long, and nobody types a key into them.
LEFT_OUT = {".webp", ".png", ".ttf", ".woff2", ".po", ".pdf", ".lock"}


def found_in(*paths: Path) -> list[str]:
    """Which kinds of keys stand in which files. Each is read once, whole: by lines it would take ten times as long."""
    with transient_settings({"plugins_used": [{"name": name} for name in PLUGINS]}):
        kinds = get_plugins()
    return [
        f"{path}: {kind.secret_type}"
        for path in paths
        for words in [path.read_text(encoding="utf-8")]
        for kind in kinds
        for found in kind.analyze_string(words)
        if found not in PLACEHOLDERS
    ]


def test_nothing_that_git_keeps_holds_a_key() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    read = [path for path in paths if path.suffix not in LEFT_OUT and path != Path(__file__) and path.is_file()]
    assert len(read) > 500
    assert found_in(*read) == []


@pytest.mark.parametrize(
    "written",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "S3_ACCESS_KEY=AKIA" + "IOSFODNN7ABCDEFG",
        "DATABASE_URL=postgres://cestvous:" + "Zk3vT9qL@10.0.0.1/db",
        "token = 'ghp_" + "a" * 36 + "'",
    ],
)
def test_a_key_would_be_seen(written: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.env"
    path.write_text(written + "\n", encoding="utf-8")
    assert found_in(path)


def test_nothing_that_a_city_fills_in_or_a_machine_leaves_is_kept_by_git() -> None:
    names = [
        "deploy/cestvous.env",
        "deploy/.env",
        "deploy/certificates/city.pem",
        "var/cestvous.sqlite3",
        "tmp/mail.log",
    ]
    asked = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.stdout.split() == names


def test_compose_does_not_start_without_a_password_of_the_city_s_own() -> None:
    services = compose()["services"]
    assert services["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert "${POSTGRES_PASSWORD:?" in services["web-1"]["environment"]["DATABASE_URL"]
