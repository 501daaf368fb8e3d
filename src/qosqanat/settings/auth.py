"""Sign-in: django-allauth with password, passkey and one-time codes; accounts are made by administrators, not by sign-up."""

from .base import BEHIND_PROXY

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["qosqanat.people.backends.AnyNameBackend"]
ACCOUNT_ADAPTER = "qosqanat.people.adapters.ClosedAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False
# A lecture hall signs in from one address; guesses are stopped per account (people/lockout.py).
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/15m/key,100/15m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
# A forgotten password: a code by mail, typed into the page that asked for it; strangers learn nothing about names.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Qosqanat: "
ACCOUNT_FORMS = {
    "login": "qosqanat.web.common.sign_in.SignInForm",
    "change_password": "qosqanat.web.common.sign_in.PasswordForm",
    "reauthenticate": "qosqanat.web.common.sign_in.ConfirmForm",
    "reset_password": "qosqanat.web.common.sign_in.ForgottenForm",
    "confirm_password_reset_code": "qosqanat.web.common.sign_in.MailedCodeForm",
    "reset_password_from_key": "qosqanat.web.common.sign_in.FreshPasswordForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Qosqanat"
MFA_ADAPTER = "qosqanat.people.adapters.SealedFactors"
MFA_FORMS = {
    "authenticate": "qosqanat.web.common.sign_in.CodeForm",
    "reauthenticate": "qosqanat.web.common.sign_in.ConfirmCodeForm",
    "activate_totp": "qosqanat.web.common.sign_in.AppForm",
    "add_webauthn": "qosqanat.web.common.sign_in.KeyForm",
    "edit_webauthn": "qosqanat.web.common.sign_in.KeyNameForm",
}
