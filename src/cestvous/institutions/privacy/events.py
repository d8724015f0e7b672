from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

ACCOUNT_ERASED = declare("privacy.account-erased", _("Account erased"), public=False)
WORDS_ERASED = declare("privacy.words-erased", _("Words erased with their author's account"))
FILE_ERASED = declare("privacy.file-erased", _("File erased with its author's account"))
