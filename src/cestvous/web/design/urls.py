"""The addresses of the design system."""

from django.urls import path

from cestvous.web.design import views

urlpatterns = [
    path("city.css", views.city_css, name="city_css"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("markdown/preview/", views.markdown_preview, name="markdown_preview"),
]
