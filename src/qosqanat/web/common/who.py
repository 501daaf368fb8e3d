"""Who did something, as a list writes it; pages write the same with `common/_who.html`."""

from django.utils.translation import gettext as _

from qosqanat.people.models import Person


def who_did(by: Person, behalf: Person | None) -> str:
    """A deputy stands with the person for whom they did it."""
    if behalf is None:
        return by.short_name
    return f"{by.short_name} ({_('on behalf of %(name)s') % {'name': behalf.short_name}})"
