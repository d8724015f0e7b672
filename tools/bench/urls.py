"""The addresses of the site, and that of the bare page, which carries its language as they do."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from cestvous.config import urls
from tools.bench.bare import bare

handler404 = urls.handler404
urlpatterns = [*i18n_patterns(path("banc/", bare, name="bare")), *urls.urlpatterns]
