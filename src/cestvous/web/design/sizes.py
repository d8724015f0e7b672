"""How much a file weighs, in the words of the reader's language."""

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from cestvous.kernel.dates import language
from cestvous.kernel.text import set_in


def weight_in_words(size: int) -> str:
    """ "840 kB", "1.2 MB"; in French "840 ko", "1,2 Mo"."""
    if size < 1_000_000:
        words = _("%(count)s kB") % {"count": max(1, round(size / 1_000))}
    else:
        words = _("%(count)s MB") % {"count": format_decimal(round(size / 1_000_000, 1), locale=language())}
    return set_in(language(), words).replace(" ", "\u00a0")
