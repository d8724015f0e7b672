"""The addresses of files. Nobody guesses one; what shows a file says who sees it."""

from django.urls import path

from cestvous.web.files import views

urlpatterns = [
    path("<slug:identifier>/<str:name>", views.file, name="file"),
    path("<slug:identifier>/petite/<str:name>", views.small_file, name="small_file"),
]
