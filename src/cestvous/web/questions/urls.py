"""The addresses of questions, below their consultation."""

from django.urls import path

from cestvous.web.questions import views

urlpatterns = [
    path("", views.questions, name="questions"),
    path("poser/", views.ask, name="ask"),
    path("<int:n>/", views.question, name="question"),
    path("<int:n>/repondre/", views.reply_to_question, name="reply_to_question"),
    path("<int:n>/retirer/", views.withdraw_question, name="withdraw_question"),
]
