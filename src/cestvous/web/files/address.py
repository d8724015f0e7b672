"""Where a file is served."""

from django.urls import reverse

from cestvous.foundation.files.models import File


def address_of(file: File) -> str:
    return reverse("file", args=[file.identifier, file.name])


def small_address_of(file: File) -> str:
    """The address of the smaller picture; that of the file itself where there is none."""
    return reverse("small_file", args=[file.identifier, file.name]) if file.small_width else address_of(file)
