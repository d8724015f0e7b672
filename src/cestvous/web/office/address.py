"""Where the page of somebody in office is: by name and the number of their mandate, both public already.

Never by a number of the account, nor by the Author's identifier: it stands in the register beside everything that they
ever said, as a resident too.
"""

from django.urls import reverse

from cestvous.foundation.mandates.models import Mandate, Role

IN_OFFICE = (Role.AGENT, Role.OFFICIAL)


def person_url(mandate: Mandate | None) -> str:
    """The page of an official or agent, read with the person; nothing for anybody else."""
    if mandate is None or mandate.role not in IN_OFFICE:
        return ""
    return reverse("person", args=[mandate.slug, mandate.pk])
