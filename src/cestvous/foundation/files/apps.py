from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "cestvous.foundation.files"
