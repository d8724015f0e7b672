"""The addresses of the decision of a consultation, and of what follows from it."""

from django.urls import path

from cestvous.web.decisions import commitments, desk, following_up, reading

urlpatterns = [
    path("", reading.decision, name="decision"),
    path("version-<int:version>/", reading.decision_version, name="decision_version"),
    path("version-<int:version>/changements/", reading.decision_changes, name="decision_changes"),
    path("engagements/<int:n>/", reading.commitment, name="commitment"),
    path("engagements/<int:n>/avancement/", following_up.report_progress, name="report_progress"),
    path("redaction/", desk.decision_desk, name="decision_desk"),
    path("redaction/preambule/", desk.write_preamble, name="write_preamble"),
    path("redaction/constats/<int:n>/", desk.answer_finding, name="answer_finding"),
    path("redaction/engagements/", commitments.write_commitment, name="write_commitment"),
    path("redaction/engagements/<int:n>/", commitments.edit_commitment, name="edit_commitment"),
    path("redaction/engagements/<int:n>/retirer/", commitments.remove_commitment, name="remove_commitment"),
    path("redaction/rectifier/", desk.begin_rectification, name="begin_rectification"),
    path("signer/", desk.sign_decision, name="sign_decision"),
]
