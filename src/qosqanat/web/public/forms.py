from django import forms
from django.utils.translation import gettext_lazy as _

from qosqanat.documents import codes
from qosqanat.web.common.forms import HouseForm


class CodeForm(HouseForm):
    code = forms.CharField(
        label=_("Code printed on the paper"),
        help_text=_("Eight letters and digits beside the square code, like 7KQ4-9M2T."),
        max_length=80,
        error_messages={"required": _("Type the code that is printed on the paper.")},
    )

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }

    def clean_code(self) -> str:
        code = codes.read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _(
                    "A code has 8 letters and digits; 0, O, 1 and I are never used. Compare it with the paper once more."
                )
            )
        return code
