"""One installation for all tests of this folder: it takes seconds to make."""

import pytest

from tests.machinery.installing import Installed


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """What the image would hold, built by its own commands, with the tables of an empty city."""
    made = Installed(tmp_path_factory.mktemp("installed"))
    assert len(made.build()) == 3
    migrated = made.run("cestvous", "migrate", "--noinput", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    return made
