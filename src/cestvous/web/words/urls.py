"""The addresses of a person's own words."""

from django.urls import path

from cestvous.web.words import views

urlpatterns = [
    path("", views.my_words, name="my_words"),
    path("vu/", views.words_seen, name="words_seen"),
    path("positions/", views.my_positions, name="my_positions"),
]
