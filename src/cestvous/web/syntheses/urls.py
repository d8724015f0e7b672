"""The addresses of the synthesis: reading, objections, and below ``atelier/`` the desk of the agents in charge."""

from django.urls import include, path

from cestvous.web.discussions.urls import addresses_of_discussion
from cestvous.web.syntheses.desk import accounting, writing
from cestvous.web.syntheses.desk import views as desk
from cestvous.web.syntheses.objections import views as objections
from cestvous.web.syntheses.reading import finding_views as findings
from cestvous.web.syntheses.reading import views as reading

urlpatterns = [
    path("", reading.synthesis, name="synthesis"),
    path("versions/<int:version>/", reading.synthesis_version, name="synthesis_version"),
    path("versions/<int:version>/depuis/<int:before>/", reading.synthesis_changes, name="synthesis_changes"),
    path("couverture/", reading.synthesis_coverage, name="synthesis_coverage"),
    path("ecarts/", reading.set_asides, name="set_asides"),
    path("constats/<int:n>/", findings.finding, name="finding"),
    path("constats/<int:n>/versions/<int:version>/", findings.finding_version, name="finding_version"),
    path("constats/<int:n>/", include(addresses_of_discussion("finding", findings.find_discussion))),
    path("constats/<int:n>/reviser/", desk.revise_finding, name="revise_finding"),
    path("objections/", objections.objections, name="objections"),
    path("objecter/", objections.object_to_synthesis, name="object_to_synthesis"),
    path("objections/<int:n>/", objections.objection, name="objection"),
    path("objections/<int:n>/retirer/", objections.withdraw_objection, name="withdraw_objection"),
    path("objections/<int:n>/repliquer/", objections.reply_to_objection, name="reply_to_objection"),
    path("atelier/", desk.synthesis_desk, name="synthesis_desk"),
    path("atelier/publier/", desk.synthesis_publish, name="synthesis_publish"),
    path("atelier/confirmer/", desk.synthesis_confirm, name="synthesis_confirm"),
    path("atelier/textes/<slug:kind>/<int:n>/", accounting.synthesis_text, name="synthesis_text"),
    path("atelier/textes/<slug:kind>/<int:n>/citer/", accounting.synthesis_cite, name="synthesis_cite"),
    path("atelier/citations/<int:citation>/retirer/", accounting.synthesis_uncite, name="synthesis_uncite"),
    path("atelier/ecarter/", accounting.synthesis_set_aside, name="synthesis_set_aside"),
    path("atelier/ecarts/<int:aside>/lever/", accounting.synthesis_lift, name="synthesis_lift"),
    path("atelier/parties/", writing.synthesis_add_section, name="synthesis_add_section"),
    path("atelier/parties/<int:section>/", writing.synthesis_section, name="synthesis_section"),
    path("atelier/parties/<int:section>/deplacer/", writing.synthesis_move_section, name="synthesis_move_section"),
    path("atelier/parties/<int:section>/supprimer/", writing.synthesis_remove_section, name="synthesis_remove_section"),
    path("atelier/constats/", writing.synthesis_add_finding, name="synthesis_add_finding"),
    path("atelier/constats/<int:n>/", writing.synthesis_draft, name="synthesis_draft"),
    path("atelier/constats/<int:n>/deplacer/", writing.synthesis_move_finding, name="synthesis_move_finding"),
    path("atelier/constats/<int:n>/supprimer/", writing.synthesis_remove_finding, name="synthesis_remove_finding"),
]
