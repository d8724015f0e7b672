from cestvous.activities.questions.models import Question
from cestvous.kernel.admin import look_at

look_at(Question)
