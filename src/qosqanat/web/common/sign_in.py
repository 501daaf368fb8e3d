"""Forms and addresses of signing in: allauth's work in the house's look and words.

Only what is used has an address: nobody signs up, and mail addresses are the administrator's business.
"""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account import views as account
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import forms as key_forms
from allauth.mfa.webauthn import views as keys
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext_lazy as _

from .forms import HouseLook


class Labelled(HouseLook):
    """The house's words for fields of another library's form."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = self.hints.get(name, "")


class SignInForm(Labelled, account_forms.LoginForm):
    labels = {"login": _("User name, e-mail or phone"), "password": _("Password")}


class ConfirmForm(Labelled, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class PasswordForm(Labelled, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    hints = {"password1": _("At least 10 characters; several words are easiest to remember.")}


class ForgottenForm(Labelled, account_forms.ResetPasswordForm):
    labels = {"email": _("E-mail")}
    hints = {"email": _("The address that your university keeps for you.")}

    def clean_email(self) -> str:
        if not settings.MAIL_WORKS:
            raise ValidationError(
                _("This server sends no mail. Ask your university's administrator for a one-time password.")
            )
        return str(super().clean_email())


class MailedCodeForm(Labelled, account_forms.ConfirmPasswordResetCodeForm):
    labels = {"code": _("Code")}


class FreshPasswordForm(Labelled, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}
    hints = {"password1": PasswordForm.hints["password1"]}


class CodeForm(Labelled, mfa_forms.AuthenticateForm):
    labels = {"code": _("Code")}


class ConfirmCodeForm(Labelled, mfa_forms.ReauthenticateForm):
    labels = {"code": _("Code")}


class AppForm(Labelled, app_forms.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class KeyForm(Labelled, key_forms.AddWebAuthnForm):
    labels = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone")}
    hints = {
        "passwordless": _("The device then asks for your finger, face or PIN, and no password is needed.")
    }


class KeyNameForm(Labelled, key_forms.EditWebAuthnForm):
    labels = {"name": _("Name of the key")}


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", app.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
