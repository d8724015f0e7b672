"""How many took part in a consultation, in words: people, and organisations apart from them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def who_took_part(counts: Mapping[str, int]) -> str:
    """ "118 people and 3 organisations took part", from the registers; nothing if nobody did."""
    people, organisations = counts.get("people", 0), counts.get("organisations", 0)
    if not organisations:
        took_part = ngettext("%(count)d person took part", "%(count)d people took part", people)
        return took_part % {"count": people} if people else ""
    apart = ngettext("%(count)d organisation", "%(count)d organisations", organisations) % {"count": organisations}
    if not people:
        return ngettext("%(whom)s took part", "%(whom)s took part", organisations) % {"whom": apart}
    each = ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
    return _("%(people)s and %(organisations)s took part") % {"people": each, "organisations": apart}
