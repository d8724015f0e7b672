"""The addresses of what the city undertook, by date."""

from django.urls import path

from cestvous.web.commitments import views

urlpatterns = [
    path("engagements/", views.city_commitments, name="city_commitments"),
    path("engagements/calendrier.ics", views.city_commitments_calendar, name="city_commitments_calendar"),
    path("consultations/<int:number>/decision/engagements/", views.commitments, name="commitments"),
    path(
        "consultations/<int:number>/decision/engagements/calendrier.ics",
        views.commitments_calendar,
        name="commitments_calendar",
    ),
]
