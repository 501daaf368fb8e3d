"""A process of its own that counts requests of one caller: `python -m tests.api.counter TIMES`; prints what it counted."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main(times: int) -> None:
    """Wait for a line, so that several begin at one moment."""
    from qosqanat.api.models import Pace

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps([Pace.objects.counted("token-1", 7) for _ in range(times)]))


if __name__ == "__main__":
    import django

    django.setup()
    main(int(sys.argv[1]))
