"""What needs an engine or a supervisor to run is read by those who know its form."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import REGISTRY

from cestvous.commands import watching
from tests.deploy.reading import DEPLOY, compose, containerfile, unit, units

BIN = Path(sys.executable).parent
MEASURED = {name for name in vars(watching) if name.isupper()}


def run(*command: str | Path, **environment: str) -> str:
    """What a program says; it must be content."""
    told = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=DEPLOY,
        env={"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", **environment},
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout + told.stderr


def test_the_containerfile_is_not_careless() -> None:
    run("hadolint", "Containerfile")


def test_what_runs_in_the_end_is_nobodys_root_and_brings_no_tools() -> None:
    final = [line for line in containerfile() if not line.stage]
    keywords = [line.keyword for line in final]
    (user,) = [line.words for line in final if line.keyword == "USER"]
    assert user.split(":")[0].isdigit()
    assert int(user.split(":")[0]) > 0
    assert keywords.index("USER") < keywords.index("CMD")
    assert "HEALTHCHECK" in keywords
    assert all("--from=built" in line.words for line in final if line.keyword == "COPY")
    installed = [word for line in final if line.keyword == "RUN" for word in line.words.split() if word[0] != "-"]
    assert not {"pip", "gcc", "build-essential", "git", "curl"} & set(installed)


def test_images_have_versions() -> None:
    images = [line.words.split()[0] for line in containerfile() if line.keyword == "FROM"]
    images += [service["image"] for service in compose()["services"].values() if "build" not in service]
    for image in images:
        _name, _colon, version = image.rpartition(":")
        assert version[0].isdigit(), image


def test_the_image_is_built_of_nothing_that_lies_about() -> None:
    lines = (DEPLOY.parent / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    copied = {
        word
        for line in containerfile()
        if line.keyword == "COPY" and line.stage == "built"
        for word in line.words.split()[:-1]
    }
    assert copied == {rule.removeprefix("!") for rule in rules if rule.startswith("!")}


def test_yaml_is_clean() -> None:
    run("yamllint", "--strict", "--config-data", "{extends: default, rules: {line-length: {max: 120}}}", ".")


def test_compose_follows_its_schema() -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")


def test_compose_is_two_of_each_with_one_door() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["worker"]["deploy"]["replicas"] == 2
    assert services["web-1"] == services["web-2"]
    for name in ("web-1", "worker", "tables", "proxy", "cache"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    assert compose()["networks"]["inside"]["internal"] is True
    assert services["database"]["networks"] == services["cache"]["networks"] == ["inside"]


@pytest.fixture
def where_units_stand(tmp_path: Path) -> Path:
    """The units as on a machine that has what they start."""
    for file in units():
        text = file.read_text(encoding="utf-8").replace("/opt/cestvous/bin", str(BIN))
        # A user of every machine: the check asks that there is one, not which.
        (tmp_path / file.name).write_text(text.replace("=cestvous\n", "=daemon\n"))
    return tmp_path


def test_units_are_read_by_systemd_without_a_word(where_units_stand: Path) -> None:
    names = sorted(file.name for file in where_units_stand.iterdir())
    assert names == [
        "cestvous-backup.service",
        "cestvous-backup.timer",
        "cestvous-web@.service",
        "cestvous-worker@.service",
    ]
    said = run("systemd-analyze", "verify", "--man=no", *(where_units_stand / name for name in names))
    assert not [line for line in said.splitlines() if "cestvous" in line]


@pytest.mark.parametrize("name", [file.name for file in units() if file.suffix == ".service"])
def test_units_may_do_little(where_units_stand: Path, name: str) -> None:
    # From 0, may do nothing, to 100, may do everything.
    run("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", where_units_stand / name)
    told = unit(name)
    assert told["User"] == ["cestvous"]
    assert told["ProtectSystem"] == ["strict"]
    assert told["NoNewPrivileges"] == ["true"]


# Names that only compose's own network knows.
_ANYWHERE = {"ACME": "127.0.0.1:8402", "WEB_1": "127.0.0.1:8001", "WEB_2": "127.0.0.1:8002"}


def _told_by_the_example() -> dict[str, str]:
    lines = (DEPLOY / "haproxy.default.example").read_text(encoding="utf-8").splitlines()
    told = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value.strip('"') for name, _sign, value in told}


@pytest.mark.parametrize("by", ["example", "compose"])
def test_proxy_speaks_tls_as_it_is_told(by: str, tmp_path: Path) -> None:
    given = (
        _told_by_the_example() if by == "example" else {**compose()["services"]["proxy"]["environment"], **_ANYWHERE}
    )
    pair = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=x",
        "-keyout",
        pair[0],
        "-out",
        pair[1],
    )
    run(DEPLOY / "certificate-hook", RENEWED_LINEAGE=str(tmp_path), CERTIFICATES=str(tmp_path), RELOAD="true")
    (tmp_path / "privkey.pem").unlink()
    (tmp_path / "fullchain.pem").unlink()
    address, *options = given["BIND"].split()
    options[options.index("crt") + 1] = str(tmp_path)
    given = {**given, "BIND": " ".join([address, *options]), "AWAY": str(DEPLOY / "503.http")}
    assert "ssl" in options
    run("haproxy", "-c", "-f", DEPLOY / "haproxy.cfg", "-f", DEPLOY / "haproxy-tls.cfg", **given)


def test_the_example_tells_the_proxy_all_that_it_reads() -> None:
    read = set()
    for file in DEPLOY.glob("haproxy*.cfg"):
        parts = file.read_text(encoding="utf-8").split('"${')[1:]
        read |= {part.partition("}")[0].removesuffix("[*]") for part in parts}
    assert read
    assert read <= set(_told_by_the_example())
    assert read <= set(compose()["services"]["proxy"]["environment"])


def test_a_new_certificate_is_one_file_that_its_owner_alone_reads(tmp_path: Path) -> None:
    (tmp_path / "fullchain.pem").write_text("chain\n")
    (tmp_path / "privkey.pem").write_text("key\n")
    run(DEPLOY / "certificate-hook", RENEWED_LINEAGE=str(tmp_path), CERTIFICATES=str(tmp_path), RELOAD="true")
    made = tmp_path / "city.pem"
    assert made.read_text() == "chain\nkey\n"
    assert made.stat().st_mode & 0o777 == 0o600


def test_an_upgrade_by_the_guide_builds_what_was_fetched() -> None:
    # What uv built of this folder it takes again, as long as pyproject.toml stays the same: the version before.
    guide = (DEPLOY.parent / "docs" / "operators.md").read_text(encoding="utf-8")
    installing = [line for line in guide.splitlines() if "uv sync" in line and "--no-editable" in line]
    assert installing
    assert all("--reinstall-package cestvous" in line for line in installing)
    assert "UV_NO_CACHE=1" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def _rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return list(group["rules"])


def _names_in(expression: object) -> set[str]:
    found = {expression.name} if isinstance(expression, promql_parser.VectorSelector) else set()
    for part in ("expr", "lhs", "rhs", "vector_selector", "args"):
        inner = getattr(expression, part, None)
        for each in inner if isinstance(inner, list) else [inner]:
            if each is not None:
                found |= _names_in(each)
    return {str(name) for name in found}


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule["alert"])
def test_alerts_ask_for_what_is_measured_and_the_guide_says_what_to_do(rule: dict[str, Any]) -> None:
    assert MEASURED
    measured = {sample.name for family in REGISTRY.collect() for sample in family.samples}
    measured |= {f"{family.name}_total" for family in REGISTRY.collect() if family.type == "counter"}
    measured |= {f"{family.name}_bucket" for family in REGISTRY.collect() if family.type == "histogram"}
    asked = _names_in(promql_parser.parse(rule["expr"])) - {"up"}
    assert asked <= measured, asked - measured
    assert rule.keys() - {"for"} == {"alert", "expr", "labels", "annotations"}
    assert re.fullmatch(r"[1-9]\d*[mh]", rule.get("for", "1m"))
    assert rule["labels"]["severity"] in {"page", "ticket"}
    guide = (DEPLOY.parent / "docs" / "operators.md").read_text(encoding="utf-8")
    assert f"**{rule['alert']}**" in guide
