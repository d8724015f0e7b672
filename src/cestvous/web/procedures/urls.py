"""The addresses of a procedure in the making."""

from django.urls import path

from cestvous.web.procedures import views

urlpatterns = [path("", views.design_procedure, name="design_procedure")]
