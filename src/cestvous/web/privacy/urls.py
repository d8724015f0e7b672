"""The addresses of one's own data, and of the record of processing."""

from django.urls import path

from cestvous.web.privacy import views

account = [
    path("donnees/", views.my_data, name="my_data"),
    path("donnees/archive.zip", views.download_my_data, name="download_my_data"),
    path("effacer/", views.erase_account, name="erase_account"),
    path("efface/", views.account_erased, name="account_erased"),
]
public = [
    path("", views.processing_record, name="processing_record"),
    path("tableau.csv", views.processing_table, name="processing_table"),
]
