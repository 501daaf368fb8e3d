"""What a course announces inside the act's own transaction; a higher floor may refuse it."""

from django.dispatch import Signal

joined = Signal()
"""A student is in a course: `enrolment`, `by`, `at`, `on_behalf_of`, `reason`."""

left = Signal()
"""A student left a course: `enrolment` (its `moved_to` is set after a transfer), `by`, `at`, `on_behalf_of`, `reason`."""

course_edited = Signal()
"""A course was changed: `course`, `changes` (names of the fields), `by`, `at`, `on_behalf_of`."""
