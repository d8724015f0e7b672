"""The addresses of drafts."""

from django.urls import path

from cestvous.web.drafts import views

urlpatterns = [
    path("<slug:name>/<int:number>/", views.keep_draft, name="keep_draft"),
    path("<slug:name>/<int:number>/jeter/", views.drop_draft, name="drop_draft"),
]
