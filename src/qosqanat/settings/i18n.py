"""Three languages, Kazakh first; one time zone for the server, each university's own for its deadlines."""

from django.conf.locale import LANG_INFO

from . import env

LANG_INFO["kk"]["name_local"] = "Қазақша"
LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [env.shipped("locale")]
FORMAT_MODULE_PATH = ["qosqanat.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = env.text(
    "TIME_ZONE", "the server's own zone; each university has its own for deadlines", "Asia/Almaty"
)
