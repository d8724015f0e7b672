"""The addresses of people in office."""

from django.urls import path

from cestvous.web.office import views

urlpatterns = [path("<slug:slug>-<int:number>/", views.person, name="person")]
