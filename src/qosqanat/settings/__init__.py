"""Settings by concern; every value comes from the environment with a safe default (docs/operations.md)."""

from .apps import *  # noqa: F403
from .auth import *  # noqa: F403
from .base import *  # noqa: F403
from .database import *  # noqa: F403
from .i18n import *  # noqa: F403
from .jobs import *  # noqa: F403
from .mail import *  # noqa: F403
from .security import *  # noqa: F403
