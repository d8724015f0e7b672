"""The door for web servers: ``gunicorn cestvous.config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from cestvous.web.whole import whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
os.environ.setdefault("SERVES_PAGES", "true")
application = whole(get_wsgi_application())
