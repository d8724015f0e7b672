"""The addresses of every area of the site, below the language."""

from django.urls import include, path

from cestvous.web.organisations import urls as organisations
from cestvous.web.takeaway.views import city_news
from cestvous.web.words.views import contribution_chain, our_words

urlpatterns = [
    # What is read most is looked for first: each address is compared with one after the other.
    path("consultations/", include("cestvous.web.consultations.urls")),
    path("consultations/<int:number>/emporter/", include("cestvous.web.takeaway.urls")),
    path("consultations/<int:number>/", include("cestvous.web.documents.urls")),
    path("consultations/<int:number>/suites/", our_words, name="our_words"),
    path("consultations/<int:number>/contributions/<int:n>/suite/", contribution_chain, name="contribution_chain"),
    path("consultations/<int:number>/questions/", include("cestvous.web.questions.urls")),
    path("consultations/<int:number>/contributions/", include("cestvous.web.contributions.urls")),
    path("consultations/<int:number>/synthese/", include("cestvous.web.syntheses.urls")),
    path("consultations/<int:number>/decision/", include("cestvous.web.decisions.urls")),
    path("", include("cestvous.web.site.urls")),
    path("", include("cestvous.web.standing.urls")),
    path("", include("cestvous.web.places.urls")),
    path("", include("cestvous.web.commitments.urls")),
    path("organisations/", include(organisations.public)),
    path("compte/organisations/", include(organisations.account)),
    path("agence/organisations/", include(organisations.desk)),
    path("compte/", include("cestvous.web.accounts.urls")),
    path("agence/<int:number>/procedure/", include("cestvous.web.procedures.urls")),
    path("agence/<int:number>/presentation/", include("cestvous.web.presenting.urls")),
    path("agence/<int:number>/traduire/", include("cestvous.web.translations.urls")),
    path("agence/", include("cestvous.web.agency.urls")),
    path("personnes/", include("cestvous.web.office.urls")),
    path("registre/", include("cestvous.web.register.urls")),
    path("guides/", include("cestvous.web.guides.urls")),
    path("brouillons/", include("cestvous.web.drafts.urls")),
    path("mes-mots/", include("cestvous.web.words.urls")),
    path("nouvelles.atom", city_news, name="city_news"),
]
