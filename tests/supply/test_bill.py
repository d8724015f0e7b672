"""The bill of materials holds everything that it says it covers, in the form that others read."""

import json
from pathlib import Path

import pytest

from tools.supply import bill, vendored
from tools.supply.lock import packages, running


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bill") / "sbom.cdx.json"
    assert bill.write(target) == 0
    return target


def test_it_follows_the_schema_and_a_broken_one_is_seen(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    assert bill.faults(text) == []
    assert bill.faults(text.replace('"SHA-256"', '"SHA-25"', 1))


def test_it_lists_what_a_city_runs_with_version_digests_and_licence(written: Path) -> None:
    components = json.loads(written.read_text(encoding="utf-8"))["components"]
    python = {each["name"]: each for each in components if each.get("purl", "").startswith("pkg:pypi/")}
    assert python.keys() == running()
    for name, component in python.items():
        assert component["version"] == packages()[name]["version"]
        assert all(file["hashes"][0]["alg"] == "SHA-256" for file in component["externalReferences"])
        assert component["licenses"][0]["expression"]


def test_it_lists_what_we_carry_and_what_machines_bring(written: Path) -> None:
    told = json.loads(written.read_text(encoding="utf-8"))
    names = {each["name"] for each in told["components"]}
    assert {each.path for each in vendored.kept()} <= names
    assert {image.rpartition(":")[0] for image in bill.images()} <= names
    assert bill.DEBIAN.keys() <= names
    said = {each["name"] for each in told["metadata"]["properties"]}
    assert said == {"cestvous:covers", "cestvous:leaves-out"}
