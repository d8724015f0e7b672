"""The bill of materials, CycloneDX 1.5: ``make sbom`` writes var/sbom.cdx.json and says what it covers.

uv lists the packages of the lock with their digests; we add their licences, what we carry of others, and what the
machine or the image brings.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.supply import licences, vendored
from tools.supply.lock import ROOT

TARGET = ROOT / "var" / "sbom.cdx.json"
UV = ROOT / ".tools" / "bin" / "uv"
# From Debian 12, by name: their versions are those of the machine, and Debian's own to mend.
DEBIAN = {
    "postgresql-client-15": "takes and restores backups; in the image",
    "postgresql": "the database, where it is not a container",
    "redis-server": "sessions, cache and counts, where it is not a container",
    "haproxy": "the proxy, where it is not a container",
}
COVERS = (
    "Python packages that a city runs, from uv.lock, with digests and licences",
    "fonts of others that we carry, with digests and licences",
    "images on which deploy/ builds and which it starts, by name and version",
    "Debian packages that those need, by name only",
)
LEAVES_OUT = (
    "what only tests and checks use (docs/licences.md lists it)",
    "libraries inside wheels (docs/licences.md names the larger ones)",
    "the other packages of Debian and of the images",
)


def _python_packages() -> dict[str, Any]:
    """What uv says that the lock holds for a city."""
    command = [str(UV), "export", "--quiet", "--locked", "--no-dev", "--format", "cyclonedx1.5"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _carried() -> list[dict[str, Any]]:
    return [
        {
            "type": "file",
            "bom-ref": each.path,
            "name": each.path,
            "description": each.name,
            "hashes": [{"alg": "SHA-256", "content": each.digest}],
            "licenses": [{"license": {"id": each.licence}}],
            "externalReferences": [{"type": "website", "url": each.origin}],
        }
        for each in vendored.kept()
    ]


def images() -> set[str]:
    """Those named in deploy/, as name:version."""
    containerfile = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    named = {line.split()[1] for line in containerfile.splitlines() if line.startswith("FROM ")}
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return named | {each["image"] for each in services.values() if "build" not in each}


def _of_machines() -> list[dict[str, Any]]:
    containers = [image.rpartition(":") for image in sorted(images())]
    return [
        {"type": "container", "bom-ref": f"{name}:{version}", "name": name, "version": version}
        for name, _colon, version in containers
    ] + [
        {
            "type": "application",
            "bom-ref": f"debian:{name}",
            "name": name,
            "description": why,
            "purl": f"pkg:deb/debian/{name}?distro=debian-12",
        }
        for name, why in DEBIAN.items()
    ]


def bill() -> dict[str, Any]:
    told = _python_packages()
    for component in told["components"]:
        licence = licences.licence_of(component["name"])
        component["licenses"] = [{"expression": licence.expression}]
    told["components"] += [*_carried(), *_of_machines()]
    told["metadata"]["component"]["licenses"] = [{"expression": "AGPL-3.0-or-later"}]
    told["metadata"]["properties"] = [
        *({"name": "cestvous:covers", "value": each} for each in COVERS),
        *({"name": "cestvous:leaves-out", "value": each} for each in LEAVES_OUT),
    ]
    return told


def faults(written: str) -> list[str]:
    """What the schema of CycloneDX has against it."""
    found = JsonStrictValidator(SchemaVersion.V1_5).validate_str(written)
    return [] if found is None else [str(found)]


def write(target: Path = TARGET) -> int:
    written = json.dumps(bill(), indent=2, ensure_ascii=False)
    if wrong := faults(written):
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(written + "\n", encoding="utf-8")
    print(f"{target}: {len(json.loads(written)['components'])} components.")
    print("It covers:", *COVERS, sep="\n- ")
    print("It leaves out:", *LEAVES_OUT, sep="\n- ")
    return 0


if __name__ == "__main__":
    sys.exit(write())
