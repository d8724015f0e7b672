from django.db.models import Q

from cestvous.foundation.files.models import File, FileStanding
from cestvous.kernel.admin import look_at

# What is only received is its author's alone.
look_at(File, shown=~Q(standing=FileStanding.RECEIVED))
