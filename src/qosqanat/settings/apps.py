"""Installed rooms, middleware and templates. Every desk keeps its own templates folder."""

from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "web"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_q",
    "qosqanat.core",
    "qosqanat.files",
    "qosqanat.people",
    "qosqanat.partners",
    "qosqanat.studies",
    "qosqanat.grading",
    "qosqanat.intake",
    "qosqanat.documents",
    "qosqanat.api",
    "qosqanat.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "qosqanat.core.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qosqanat.people.middleware.acting_person",
    "qosqanat.people.middleware.same_person",
    "qosqanat.people.middleware.own_password_first",
    "qosqanat.web.common.middleware.ReadableRequests",
    "qosqanat.core.middleware.get_never_writes",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(WEB.glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "qosqanat.web.common.context.shell",
            ],
        },
    }
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATICFILES_DIRS = [WEB / "common" / "static"]
FORM_RENDERER = "qosqanat.web.common.forms.HouseRenderer"
