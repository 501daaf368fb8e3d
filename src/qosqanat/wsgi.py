"""The WSGI door."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qosqanat.settings")
application = get_wsgi_application()

# What the start made stays: the collector of garbage need not look through it again between two requests.
gc.collect()
gc.freeze()
