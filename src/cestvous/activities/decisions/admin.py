from cestvous.activities.decisions.models import Commitment, Decision, Milestone, Progress
from cestvous.kernel.admin import look_at

look_at(Decision, Commitment, Milestone, Progress)
