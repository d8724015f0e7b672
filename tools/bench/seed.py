"""Fills the migrated, empty PostgreSQL of DATABASE_URL with a city to measure.

    python -m tools.bench.seed --shape 1k|10k|100k|adhocracy --out FILE.json

The file says where things are. The same shape is the same city, as seen from its own hour.
"""

import argparse
import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402 — found once Django is set up
from django.urls import reverse  # noqa: E402 — likewise
from django.utils import translation  # noqa: E402 — likewise

from cestvous.foundation.journal.models import Seal  # noqa: E402 — likewise
from cestvous.kernel import clock  # noqa: E402 — likewise
from cestvous.procedure.consultations.models import Consultation, Register  # noqa: E402 — likewise
from tools.bench.seeding.checking import faults  # noqa: E402 — likewise
from tools.bench.seeding.city import City, Founding  # noqa: E402 — likewise
from tools.bench.seeding.crowd import PASSWORD  # noqa: E402 — likewise
from tools.bench.seeding.progress import tell, told  # noqa: E402 — likewise
from tools.bench.seeding.shapes import SHAPES, Shape  # noqa: E402 — likewise
from tools.bench.seeding.words import FREQUENT, RARE  # noqa: E402 — likewise


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools.bench.seed")
    parser.add_argument("--shape", choices=SHAPES, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--check", action="store_true", help="count it all anew afterwards, and end with 1 if it differs"
    )
    asked = parser.parse_args(arguments)
    if connection.vendor != "postgresql" or Consultation.objects.exists():
        print("DATABASE_URL must be an empty PostgreSQL, migrated.", file=sys.stderr)
        return 2
    shape = SHAPES[asked.shape]
    city = Founding(shape, Random(shape.contributions), clock.now() - timedelta(minutes=1)).build()
    with told("what the planner knows"), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    asked.out.write_text(json.dumps(described(city, asked.shape, shape), indent=2, ensure_ascii=False) + "\n")
    if not asked.check:
        return 0
    with told("counting it all anew"):
        found = list(faults())
    for fault in found:
        tell(fault)
    return 1 if found else 0


def described(city: City, name: str, shape: Shape) -> dict[str, object]:
    """Where things are, for whoever measures."""
    with translation.override("fr"):
        deep = f"{reverse('contributions', args=[city.consultation])}?before={max(2, shape.contributions // 10)}"
    counts: dict[str, object] = {"journal": Seal.objects.count(), "people": shape.people}
    for role, number in (("consultation", city.consultation), ("concluded", city.concluded)):
        rows = Register.objects.filter(consultation__number=number)
        counts[role] = dict(rows.values_list("kind", "count"))
    return {
        "shape": name,
        "consultation": city.consultation,
        "concluded": city.concluded,
        "writing": city.writing,
        "contribution_with_100_comments": city.discussed,
        "discussed_in_concluded": city.discussed_in_concluded,
        "finding": 1,
        "deep": deep,
        "people": city.crowd.emails,
        "password": PASSWORD,
        "agent": city.crowd.agent.email,
        "official": city.crowd.official.email,
        "search_word": FREQUENT,
        "rare_word": RARE,
        "counts": counts,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
