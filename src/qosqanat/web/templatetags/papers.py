"""Codes of papers as they are printed, and the papers that a person waits for."""

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import Q

from qosqanat.documents import codes
from qosqanat.documents.models import Batch

register = template.Library()
register.filter("short_code", codes.short_code)
FRESH = timedelta(days=1)
SHOWN = 5


@register.inclusion_tag("papers/_in_preparation.html", takes_context=True)
def papers_in_preparation(context: dict[str, Any]) -> dict[str, Any]:
    """Batches of the person that are being prepared or ended within a day; nothing for who may not print."""
    who = context["request"].who
    if not who.may("document.issue"):
        return {"batches": []}
    fresh = Q(ended_at=None) | Q(ended_at__gt=who.at - FRESH)
    return {"batches": who.reachable(Batch).counted().filter(fresh)[:SHOWN]}
