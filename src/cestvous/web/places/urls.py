"""The addresses of neighbourhoods and themes."""

from django.urls import path

from cestvous.web.places import views

urlpatterns = [
    path("quartiers/", views.neighbourhoods, name="neighbourhoods"),
    path("quartiers/<slug:slug>/", views.neighbourhood, name="neighbourhood"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
]
