"""What the commands of every room begin with."""

import os

import django
from django.apps import apps


def ready() -> None:
    """Read the settings and load the apps, unless a test or another command did."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qosqanat.settings")
    if not apps.ready:
        django.setup()
