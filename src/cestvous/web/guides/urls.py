"""The addresses of guides."""

from django.urls import path

from cestvous.web.guides import views

urlpatterns = [
    path("", views.guides, name="guides"),
    *(path(f"{name}/", views.guide, {"name": name}, name=page) for page, name in views.GUIDES.items()),
]
