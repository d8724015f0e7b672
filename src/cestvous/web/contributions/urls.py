"""The addresses of contributions, below their consultation."""

from django.urls import path

from cestvous.web.contributions import taking_part, views

urlpatterns = [
    path("", views.contributions, name="contributions"),
    path("ecrire/", views.contribute, name="contribute"),
    path("<int:n>/", views.contribution, name="contribution"),
    path("<int:n>/versions/<int:version>/", views.contribution_version, name="contribution_version"),
    path("<int:n>/modifier/", views.edit_contribution, name="edit_contribution"),
    path("<int:n>/retirer/", views.withdraw_contribution, name="withdraw_contribution"),
    path("<int:n>/position/", taking_part.take_position, name="take_position"),
    path("<int:n>/position/retirer/", taking_part.withdraw_position, name="withdraw_position"),
    path("<int:n>/commenter/", taking_part.comment, name="comment_on_contribution"),
    path("<int:n>/commentaires/<int:comment>/repondre/", taking_part.reply, name="reply_to_contribution_comment"),
    path("<int:n>/commentaires/<int:comment>/appuyer/", taking_part.endorse, name="endorse_contribution_comment"),
    path(
        "<int:n>/commentaires/<int:comment>/ne-plus-appuyer/",
        taking_part.withdraw_endorsement,
        name="withdraw_contribution_endorsement",
    ),
    path(
        "<int:n>/commentaires/<int:comment>/retirer/",
        taking_part.withdraw_comment,
        name="withdraw_contribution_comment",
    ),
]
