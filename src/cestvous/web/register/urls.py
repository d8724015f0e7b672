"""The addresses of the public register."""

from django.urls import path

from cestvous.web.register import views

urlpatterns = [
    path("", views.journal, name="journal"),
    path("telecharger/", views.journal_download, name="journal_download"),
]
