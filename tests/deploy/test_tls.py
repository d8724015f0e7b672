"""The proxy speaks TLS as it is spoken today, and nothing older or weaker."""

import socket
import ssl
import subprocess
import warnings
from collections.abc import Iterator

import pytest

from tests.deploy.reading import DEPLOY
from tests.deploy.test_overlap import running
from tests.machinery.services import free_port, listens, program, until

NOBODY = "127.0.0.1:9"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where the proxy speaks TLS, with a certificate that only this test believes."""
    pair = tmp_path_factory.mktemp("certificate") / "city.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    subprocess.run([*command, "-keyout", str(pair), "-out", str(pair)], check=True, capture_output=True)
    secure, plain = free_port(), free_port()
    proxy = (str(program("haproxy")), "-f", str(DEPLOY / "haproxy.cfg"), "-f", str(DEPLOY / "haproxy-tls.cfg"))
    with running(
        *proxy,
        BIND=f"127.0.0.1:{secure} ssl crt {pair} alpn h2,http/1.1",
        PLAIN=f"127.0.0.1:{plain}",
        ACME=NOBODY,
        WEB_1=NOBODY,
        WEB_2=NOBODY,
        AWAY=str(DEPLOY / "503.http"),
        HEALTH="/readyz",
    ):
        until(lambda: listens(secure), "the proxy")
        yield secure


def spoken(door: int, version: ssl.TLSVersion, ciphers: str = "ALL:@SECLEVEL=0") -> str | None:
    """The version of TLS that a client of exactly this one agrees on; None if the proxy refuses it."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.set_ciphers(ciphers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        client.minimum_version = client.maximum_version = version
    try:
        with socket.create_connection(("127.0.0.1", door), timeout=15) as plain, client.wrap_socket(plain) as secure:
            return secure.version()
    except (ssl.SSLError, ConnectionError):
        return None


def test_what_is_current_is_spoken(door: int) -> None:
    assert spoken(door, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert spoken(door, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_what_is_old_is_not(door: int, version: ssl.TLSVersion) -> None:
    assert spoken(door, version) is None


@pytest.mark.parametrize("ciphers", ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA256"])
def test_nor_is_what_is_weak_or_keeps_no_secret_once_its_key_is_known(door: int, ciphers: str) -> None:
    assert spoken(door, ssl.TLSVersion.TLSv1_2, f"{ciphers}:@SECLEVEL=0") is None
    assert spoken(door, ssl.TLSVersion.TLSv1_2, "ECDHE-RSA-AES128-GCM-SHA256") == "TLSv1.2"
