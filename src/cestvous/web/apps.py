"""The app that serves the pages."""

from django.apps import AppConfig
from django.core.checks import register

from cestvous.web.accounts.checks import a_key_of_its_own, links_in_mails
from cestvous.web.design.checks import city_colours
from cestvous.web.site.security_txt import whom_to_tell


class WebConfig(AppConfig):
    """Pages, design system, accounts."""

    name = "cestvous.web"
    label = "web"

    def ready(self) -> None:
        """Have the city's colours, its address and its key checked when the site starts."""
        register(city_colours)
        register(links_in_mails)
        register(a_key_of_its_own)
        # Who tries the program out has nobody to name yet.
        register(whom_to_tell, deploy=True)
