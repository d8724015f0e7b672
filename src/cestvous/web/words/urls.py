"""The addresses of a person's own words."""

from django.urls import path

from cestvous.web.words import views

urlpatterns = [path("", views.my_words, name="my_words")]
