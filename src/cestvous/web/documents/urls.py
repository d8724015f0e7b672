"""The addresses of the documents, each beside the page that shows the same."""

from django.urls import path

from cestvous.web.documents import views

urlpatterns = [
    path("synthese/synthese.<slug:ending>", views.synthesis_file, name="synthesis_file"),
    path("synthese/versions/<int:version>/synthese.<slug:ending>", views.synthesis_file, name="synthesis_version_file"),
    path("decision/decision.<slug:ending>", views.decision_file, name="decision_file"),
    path("decision/version-<int:version>/decision.<slug:ending>", views.decision_file, name="decision_version_file"),
]
