"""What of this folder needs a database with more than one writer."""

from django.db import connection

collect_ignore = [] if connection.vendor == "postgresql" else ["test_races.py"]
