"""Instants as a database gives them."""

from datetime import UTC, datetime

import pytest
from django.db import connection

# SQLite keeps instants as words, which Django reads.
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


def test_postgresql_gives_instants_in_utc_read_by_psycopg_itself() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT '2026-03-29 03:30:00.123456+02'::timestamptz, NULL::timestamptz")
        instant, nothing = cursor.fetchone()
    assert instant == datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    assert instant.tzinfo is UTC
    assert nothing is None
