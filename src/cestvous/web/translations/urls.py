"""The addresses at which those who lead translate."""

from django.urls import path

from cestvous.web.translations import views

urlpatterns = [
    path("", views.translations, name="translations"),
    path("<slug:kind>/<int:n>/<slug:into>/", views.translate, name="translate"),
]
