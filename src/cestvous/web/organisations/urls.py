"""The addresses of organisations: public, in one's account, at the desk of agents."""

from django.urls import path

from cestvous.web.organisations import judging, views

public = [path("<slug:slug>-<int:number>/", views.organisation, name="organisation")]
account = [
    path("", views.my_organisations, name="my_organisations"),
    path("representer/", views.represent, name="represent"),
    path("<int:number>/presenter/", views.describe_organisation, name="describe_organisation"),
    path("<int:number>/terminer/", views.end_representing, name="end_representing"),
]
desk = [
    path("", judging.representatives, name="representatives"),
    path("<int:number>/", judging.representative, name="representative"),
    path("<int:number>/refuser/", judging.refuse_representative, name="refuse_representative"),
    path("<int:number>/terminer/", judging.end_representative, name="end_representative"),
]
