"""The addresses of the site around consultations."""

from django.urls import path

from cestvous.web.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("comment-ca-marche/", views.standing, {"name": "how_it_works"}, name="how_it_works"),
    path("charte/", views.standing, {"name": "charter"}, name="charter"),
    path("moderation/", views.standing, {"name": "moderation_rules"}, name="moderation_rules"),
    path("donnees-ouvertes/", views.standing, {"name": "open_data"}, name="open_data"),
    path("accessibilite/", views.standing, {"name": "accessibility"}, name="accessibility"),
    path("donnees-personnelles/", views.standing, {"name": "privacy"}, name="privacy"),
    path("mentions-legales/", views.legal, name="legal"),
    path("exemple/", views.example, name="example"),
]
