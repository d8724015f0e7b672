"""The door for web servers: ``gunicorn cestvous.config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
os.environ.setdefault("SERVES_PAGES", "true")
application = get_wsgi_application()
