"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
application = get_wsgi_application()

from heed.platform.base.upkeep import settle  # noqa: E402  # what it knows of is loaded now

settle()
