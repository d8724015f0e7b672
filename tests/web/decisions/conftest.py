"""Fixtures that need models are loaded once Django is, also when this folder alone is asked for."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.web.decisions.ages")
