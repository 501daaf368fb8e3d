"""The regulation on the command line: no Django, no database."""

import sys


def refuse(reason: object) -> int:
    """Say in one sentence on stderr why a command could not be tried; return its exit status."""
    sys.stderr.write(f"qosqanat: {str(reason).rstrip('.')}.\n")
    return 2
