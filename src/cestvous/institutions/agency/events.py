from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

REWRITTEN = declare("agency.page-rewritten", _("Standing page rewritten: new version"))
SHIPPED_AGAIN = declare("agency.page-shipped-again", _("Standing page: the words of the software again"))
