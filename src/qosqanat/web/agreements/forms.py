"""Forms of the contracts; their fields are named like the arguments of the verbs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qosqanat.partners.models import Enterprise
from qosqanat.web.common.forms import Day, ForUniversity, HouseForm


class AgreementForm(HouseForm):
    number = forms.CharField(label=_("Contract number"), max_length=60)
    signed_on = Day(label=_("Contract date"))
    ends_on = Day(
        label=_("Valid until"),
        required=False,
        help_text=_("The last day of the contract; a later one extends it. Empty: the end is not known."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class NewAgreementForm(ForUniversity, AgreementForm):
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("Enterprise"))
    field_order = ["university", "enterprise"]

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]
