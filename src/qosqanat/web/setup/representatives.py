"""Representatives of partner enterprises: naming one for a period, ending it."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.partners import actions
from qosqanat.partners.enums import PostKind
from qosqanat.partners.models import Enterprise, Post
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person, Unit
from qosqanat.web.common.forms import EndForm, status_of
from qosqanat.web.common.guard import needs

from .forms import RepresentativeForm


@needs("role.assign")
def name(request: ActingRequest, pk: int) -> HttpResponse:
    """Name a person as representative of a partner enterprise for a period."""
    someone = get_object_or_404(request.reachable(Person, "role.assign"), pk=pk)
    form = RepresentativeForm(
        request.POST or None,
        universities=request.reachable(Unit, "role.assign").filter(parent=None),
        enterprises=request.reachable(Enterprise, "role.assign"),
        initial={"starts_on": timezone.localdate(request.who.at)},
    )
    if form.is_valid():
        facts = form.cleaned_data
        try:
            actions.name_representative(
                someone, **facts, **request.who.acting("role.assign", facts["university"])
            )
            messages.success(request, _("The representative is named."))
            return redirect("setup:person", pk)
        except Refused as refusal:
            form.refused(refusal)
    title = _("Name as enterprise representative")
    facts = {"form": form, "title": title, "of": someone, "label": _("Name the representative")}
    return render(request, "setup/form.html", facts, status=status_of(form))


def ended_by(request: ActingRequest) -> QuerySet[Post]:
    """Representatives whom the administrator may end: no other university named them."""
    posts = request.reachable(Post, "role.assign").filter(kind=PostKind.REPRESENTATIVE)
    return posts.filter(Q(university=None) | Q(university__in=request.reachable(Unit, "role.assign")))


@needs("role.assign")
def end(request: ActingRequest, pk: int) -> HttpResponse:
    """Say the last day of a representative."""
    post = get_object_or_404(ended_by(request).select_related("person", "enterprise"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(request.who.at)})
    if form.is_valid():
        try:
            actions.end_representative(
                post, **form.cleaned_data, **request.who.acting("role.assign", post.enterprise)
            )
            messages.success(request, _("The last day of the representative is set."))
            return redirect("setup:person", post.person_id)
        except Refused as refusal:
            form.refused(refusal)
    facts = {
        "form": form,
        "title": _("End the representation of an enterprise"),
        "of": post.person,
        "note": post.enterprise.name,
        "label": _("Set the last day"),
    }
    return render(request, "setup/form.html", facts, status=status_of(form))
