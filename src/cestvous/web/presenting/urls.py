"""The addresses on which a presentation is filled in."""

from django.urls import path

from cestvous.web.presenting import views

urlpatterns = [
    path("images-et-documents/", views.edit_files, name="edit_files"),
    path("calendrier-du-projet/", views.edit_calendar, name="edit_calendar"),
    path("questions-et-contacts/", views.edit_answers, name="edit_answers"),
]
