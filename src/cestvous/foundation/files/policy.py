"""Whose a file is while nothing shows it yet."""

from cestvous.foundation.files.models import File, FileStanding
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person


def is_own_received(reader: Reader, file: File) -> bool:
    """Did this very person send the file, and nobody attach it yet? Nobody else learns that it exists."""
    if not isinstance(reader, Person) or file.standing != FileStanding.RECEIVED:
        return False
    return file.author.person_id == reader.pk
