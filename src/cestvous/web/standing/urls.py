"""The addresses of standing pages, and of the desk where agents rewrite them."""

from django.urls import path, register_converter

from cestvous.web.standing import editing, views
from cestvous.web.standing.addresses import SLUGS, LanguageConverter, PageConverter

register_converter(PageConverter, "standing")
register_converter(LanguageConverter, "language")

urlpatterns = [
    *(path(f"{slug}/", views.standing, {"name": name}, name=name.value) for name, slug in SLUGS.items()),
    path("<standing:name>/versions/<language:language>/", views.versions, name="standing_versions"),
    path("<standing:name>/versions/<language:language>/<int:number>/", views.version, name="standing_version"),
    path("agence/pages/", editing.pages, name="standing_pages"),
    path("agence/pages/<standing:name>/<language:language>/", editing.rewrite, name="rewrite_page"),
    path("agence/pages/<standing:name>/<language:language>/d-origine/", editing.take_shipped, name="take_shipped"),
    path("agence/pages/<language:language>/apercu/", editing.preview, name="preview_page"),
]
