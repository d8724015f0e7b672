"""Files once they are received: attached by one, described, withdrawn, thrown away."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from cestvous.foundation.files import actions
from cestvous.foundation.files.actions import Joined, arrange, attach, drop, withdraw
from cestvous.foundation.files.models import File, FileStanding
from cestvous.foundation.files.tasks import purge
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.kernel.verdicts import Refused
from tests.factories.files import a_received_file, picture_bytes
from tests.machinery.clock import travel

pytestmark = pytest.mark.django_db
HERE = Reference("contribution", 4, 1)


def is_kept(file: File) -> bool:
    """Are its bytes there, wherever the row went meanwhile?"""
    return default_storage.exists(str(file.stored.name))


def test_nobody_has_too_many_files_waiting(resident: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cestvous.foundation.files.actions.receiving.MOST_PENDING", 2)
    a_received_file(resident)
    attach(by=resident, to=HERE, joined=[Joined(a_received_file(resident))], at=clock.now())
    a_received_file(resident)
    with pytest.raises(Refused):
        a_received_file(resident)
    assert File.objects.received_from(resident).count() == 2


def test_a_file_is_attached_once_by_the_one_who_sent_it(resident: Person, neighbour: Person) -> None:
    file = a_received_file(resident)
    with pytest.raises(Refused):
        attach(by=neighbour, to=HERE, joined=[Joined(file)], at=clock.now())
    attach(by=resident, to=HERE, joined=[Joined(file, "Le plan")], at=clock.now())
    with pytest.raises(Refused):
        attach(by=resident, to=Reference("contribution", 5, 1), joined=[Joined(file)], at=clock.now())
    known = File.objects.of(HERE).get()
    assert (known.owner, known.description, known.is_published) == (HERE, "Le plan", True)


def test_a_picture_without_a_description_is_not_shown(resident: Person) -> None:
    picture = a_received_file(resident, "a.png", picture_bytes())
    with pytest.raises(Refused):
        attach(by=resident, to=HERE, joined=[Joined(picture, " \u200b ")], at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        File.objects.filter(pk=picture.pk).update(
            standing=FileStanding.PUBLISHED, owner_kind="x", owner_number=1, attached_at=clock.now()
        )


def test_arranging_attaches_describes_and_withdraws(resident: Person) -> None:
    first, second = a_received_file(resident, "a.pdf"), a_received_file(resident, "b.pdf")
    assert arrange(by=resident, to=HERE, joined=[Joined(first), Joined(second)], at=clock.now())
    assert not arrange(by=resident, to=HERE, joined=[Joined(first), Joined(second)], at=clock.now())
    third = a_received_file(resident, "c.pdf")
    done = arrange(by=resident, to=HERE, joined=[Joined(third), Joined(second, "Deux")], at=clock.now())
    assert (done.attached, done.described, done.withdrawn) == ([third], [second], [first])
    assert [file.name for file in File.objects.of(HERE).published()] == ["c.pdf", "b.pdf"]
    assert File.objects.of(HERE).count() == 3


def test_what_is_withdrawn_leaves_a_date_and_no_bytes(
    resident: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    picture = a_received_file(resident, "a.png", picture_bytes("PNG", (1_000, 900)))
    attach(by=resident, to=HERE, joined=[Joined(picture, "Une rue")], at=clock.now())
    names = [str(picture.stored.name), str(picture.small.name)]
    assert all(default_storage.exists(name) for name in names)
    at = travel(days=3)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(file=File.objects.get(), at=at)
    left = File.objects.get()
    assert (left.standing, left.standing_since, left.stored.name, left.salt) == ("withdrawn", at, "", "")
    assert not any(default_storage.exists(name) for name in names)


def test_the_worker_finishes_what_a_process_that_ended_left(resident: Person) -> None:
    file = a_received_file(resident)
    attach(by=resident, to=HERE, joined=[Joined(file)], at=clock.now())
    withdraw(file=File.objects.get(), at=clock.now())
    assert is_kept(file)
    assert purge() == 1
    assert not is_kept(file)
    assert purge() == 0


def test_what_nobody_attached_is_thrown_away_after_a_day(resident: Person) -> None:
    late, shown = a_received_file(resident), a_received_file(resident)
    attach(by=resident, to=HERE, joined=[Joined(shown)], at=clock.now())
    travel(hours=23)
    fresh = a_received_file(resident)
    assert purge() == 0
    travel(hours=2)
    purge()
    assert set(File.objects.all()) == {shown, fresh}
    assert not is_kept(late)
    assert is_kept(shown)


def test_dropping_is_for_ones_own(
    resident: Person, neighbour: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    file = a_received_file(resident)
    with django_capture_on_commit_callbacks(execute=True):
        drop(by=neighbour, file=file)
    assert File.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        drop(by=resident, file=file)
    assert not File.objects.exists()
    assert not is_kept(file)


def test_bytes_are_kept_by_names_that_nobody_typed(resident: Person) -> None:
    file = a_received_file(resident, "Mon adresse.pdf")
    assert "adresse" not in str(file.stored.name)
    assert Path(file.stored.path).stat().st_mode & 0o077 == 0
    assert actions.MOST_PENDING
    assert clock.now() - file.received_at < timedelta(minutes=1)
