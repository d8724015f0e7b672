from cestvous.foundation.translations.models import Translation
from cestvous.kernel.admin import look_at

look_at(Translation)
