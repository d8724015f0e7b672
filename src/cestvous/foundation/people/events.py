from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

ACCOUNT_OPENED = declare("people.account-opened", _("Account opened"), public=False)
ACCOUNT_CHANGED = declare("people.account-changed", _("Account changed"), public=False)
SIGN_IN_CHANGED = declare("people.sign-in-changed", _("Way of signing in changed"), public=False)
SIGNED_OUT_EVERYWHERE = declare("people.signed-out-everywhere", _("Signed out everywhere"), public=False)
