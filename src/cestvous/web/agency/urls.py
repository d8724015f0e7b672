"""The addresses of the desk."""

from django.urls import path

from cestvous.web.agency import views
from cestvous.web.agency.floods import paused_forms

urlpatterns = [
    path("", views.desk, name="desk"),
    path("nouvelle-consultation/", views.prepare, name="prepare"),
    path("<int:number>/", views.edit_preparation, name="edit_preparation"),
    path("<int:number>/apercu/", views.preview, name="preview"),
    path("<int:number>/publier/", views.publish, name="publish"),
    path("<int:number>/prolonger/", views.prolong, name="prolong"),
    path("<int:number>/formulaires/", paused_forms, name="paused_forms"),
    path("<int:number>/suspendre/", views.suspend, name="suspend"),
    path("<int:number>/reprendre/", views.resume, name="resume"),
    path("<int:number>/annuler/", views.cancel, name="cancel"),
    path("<int:number>/prendre-en-charge/", views.take_charge, name="take_charge"),
    path("<int:number>/archiver/", views.archive, name="archive"),
]
