"""The findings that tests of the synthesis look for, and the words that they cite."""

from cestvous.activities.syntheses.models import Finding
from cestvous.procedure.consultations.models import Consultation

BENCHES = "Il manque des bancs **à l'ombre** devant l'école.\n\nLes arbres existent déjà."


def finding_of(consultation: Consultation, number: int) -> Finding:
    rows = Finding.objects.with_words().select_related("synthesis__activity")
    return rows.get(thread__consultation=consultation.number, number=number)
