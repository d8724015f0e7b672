from cestvous.foundation.organisations.models import Organisation, Representative
from cestvous.kernel.admin import look_at

look_at(Organisation, Representative)
