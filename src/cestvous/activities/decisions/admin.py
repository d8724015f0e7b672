from django.db.models import Q

from cestvous.activities.decisions.models import Commitment, Decision, Milestone, Progress
from cestvous.kernel.admin import look_at

# What is being drafted is not listed.
look_at(Decision, Progress)
look_at(Commitment, shown=Q(signed_in__isnull=False))
look_at(Milestone, shown=Q(commitment__signed_in__isnull=False))
