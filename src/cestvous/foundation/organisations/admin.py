from django.db.models import Exists, OuterRef, Q

from cestvous.foundation.organisations.models import Organisation, Representative
from cestvous.kernel.admin import look_at

# Whom nobody has confirmed is named to nobody but the agents who judge it.
look_at(
    Organisation, shown=Exists(Representative.objects.filter(organisation=OuterRef("pk"), confirmed_at__isnull=False))
)
look_at(Representative, shown=Q(confirmed_at__isnull=False))
