from cestvous.institutions.agency.models import StandingPage, StandingPageVersion
from cestvous.kernel.admin import look_at

look_at(StandingPage, StandingPageVersion)
