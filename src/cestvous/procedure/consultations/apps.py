from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConsultationsConfig(AppConfig):
    name = "cestvous.procedure.consultations"

    def ready(self) -> None:
        autodiscover_modules("kind")
