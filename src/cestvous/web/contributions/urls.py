"""The addresses of contributions, below their consultation."""

from django.urls import include, path

from cestvous.web.contributions import taking_part, views
from cestvous.web.contributions.finding import find_discussion
from cestvous.web.discussions.urls import addresses_of_discussion

urlpatterns = [
    path("", views.contributions, name="contributions"),
    path("ecrire/", views.contribute, name="contribute"),
    path("ressemblantes/", views.resembling_contributions, name="resembling_contributions"),
    path("<int:n>/", views.contribution, name="contribution"),
    path("<int:n>/versions/<int:version>/", views.contribution_version, name="contribution_version"),
    path("<int:n>/modifier/", views.edit_contribution, name="edit_contribution"),
    path("<int:n>/retirer/", views.withdraw_contribution, name="withdraw_contribution"),
    path("<int:n>/position/", taking_part.take_position, name="take_position"),
    path("<int:n>/position/retirer/", taking_part.withdraw_position, name="withdraw_position"),
    path("<int:n>/", include(addresses_of_discussion("contribution", find_discussion))),
]
