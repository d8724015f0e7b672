"""The addresses of consultations. The number is permanent; the words after it are decoration."""

from django.urls import path

from cestvous.web.consultations import views

urlpatterns = [
    path("", views.consultations, name="consultations"),
    path("<int:number>/", views.short_address, name="consultation_short"),
    path("<int:number>-<slug:slug>/", views.consultation, name="consultation"),
    path("<int:number>/procedure/", views.procedure, name="procedure"),
]
