"""Every class of fault has its tests, or says that it has no subject yet."""

import ast
from functools import cache

import pytest

from tests.architecture.house import ROOT
from tests.security.classes import CLASSES

WITHOUT_SUBJECT = {"report abuse used to silence people"}


@cache
def _tests_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("fault", CLASSES)
def test_a_class_of_fault_has_tests_that_exist(fault: str) -> None:
    assert bool(CLASSES[fault]) != (fault in WITHOUT_SUBJECT)
    for test in CLASSES[fault]:
        path, _colons, name = test.partition("::")
        assert name in _tests_in(path), test


def test_no_class_of_fault_is_left_out() -> None:
    assert len(CLASSES) == 19
