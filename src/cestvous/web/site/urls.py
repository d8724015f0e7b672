"""The addresses of the site around consultations."""

from django.urls import path

from cestvous.web.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("exemple/", views.example, name="example"),
]
