"""Saved views of a list: one's own, those shared in a unit, the one that opens by itself for a role."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.core.problems import Refused
from qosqanat.people.actions.view import drop_view, save_view
from qosqanat.people.enums import RoleKind
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import SavedView, Unit
from qosqanat.people.reach import Who

from .forms import HouseForm

if TYPE_CHECKING:
    from .lists import Listing


class SaveForm(HouseForm):
    """A name, and with whom the view is shared; whoever sets the university may make it open for a role."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Share in"),
        required=False,
        empty_label=gettext_lazy("nobody: only for me"),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Opens by itself for"),
        required=False,
        choices=[("", gettext_lazy("nobody")), *RoleKind.choices],
    )

    def __init__(self, *args: Any, who: Who, **kwargs: Any):
        super().__init__(*args, **kwargs)
        units = {holding.unit_id for holding in who.holdings if holding.unit_id}
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]
        if not units:
            del self.fields["unit"]
        if not units or not who.may("setting.edit"):
            del self.fields["role"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") and not cleaned.get("unit"):
            self.add_error("unit", _("Choose the unit whose people it opens for."))
        return cleaned


def chosen(views: list[SavedView], request: ActingRequest) -> SavedView | None:
    """The view that `?view=` names, one's own before a shared one; for a bare address the role's own."""
    if slug := request.GET.get("view"):
        named = [view for view in views if view.slug == slug]
        return min(named, key=lambda view: view.owner_id != request.who.person.pk, default=None)
    if request.GET or request.method == "POST":
        return None
    return next((view for view in views if view.role and view.role in request.who.roles), None)


def lost(request: ActingRequest) -> HttpResponse:
    """A view that is not there, or no more, is said to be so: nobody takes the whole list for it, on paper least of all."""
    text = _("There is no view “%(name)s” here, or it is no longer shared with you: this is the whole list.")
    messages.warning(request, text % {"name": request.GET["view"][:60]})
    query = request.GET.copy()
    query["view"] = ""
    for name in ("export", "print", "page"):
        query.pop(name, None)
    return redirect(f"{request.path}?{query.urlencode()}")


def save(listing: "Listing") -> HttpResponse:
    """Keep the filters and the order of the page under a name, and show the list by that name."""
    request = listing.request
    form = SaveForm(request.POST, who=request.who)
    if form.is_valid():
        try:
            view = save_view(
                list_key=listing.table.key,
                query=_filters(listing),
                by=request.who.person,
                at=request.who.at,
                **form.cleaned_data,
            )
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect(f"{request.path}?view={view.slug}")
        except Refused as refusal:
            form.refused(refusal)
    for problems in form.errors.values():
        messages.error(request, " ".join(map(str, problems)))
    return redirect(request.get_full_path())


def _filters(listing: "Listing") -> str:
    """The filters without a page and without a semester: the view shows the one of its day."""
    query = listing.query.copy()
    for name in ("page", "view", "export", "print", "term"):
        query.pop(name, None)
    for name, values in list(query.lists()):
        if not any(values):
            del query[name]
    return query.urlencode()


def drop(listing: "Listing") -> HttpResponse:
    """Forget the shown view, if it is one's own."""
    request, view = listing.request, listing.view
    if view and view.owner_id == request.who.person.pk:
        drop_view(view, by=request.who.person, at=request.who.at)
        messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
    return redirect(f"{request.path}?view=")
