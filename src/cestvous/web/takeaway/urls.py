"""The addresses of what can be taken away from a consultation."""

from django.urls import path

from cestvous.web.takeaway import views

urlpatterns = [
    path("", views.takeaway, name="takeaway"),
    path("tout.jsonl", views.takeaway_whole, name="takeaway_whole"),
    path("calendrier.ics", views.consultation_calendar, name="consultation_calendar"),
    path("nouvelles.atom", views.consultation_news, name="consultation_news"),
    path("<slug:table>.csv", views.takeaway_table, name="takeaway_table"),
]
