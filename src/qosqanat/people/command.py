"""`qosqanat university CODE`: found a university and give its first administrator a sign-in."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="short Latin name, used in commands: yessenov")
    for language, word in (("kk", "Kazakh"), ("ru", "Russian"), ("en", "English")):
        parser.add_argument(f"--name-{language}", default="", help=f"official name in {word}")
    parser.add_argument(
        "--regulation", required=True, help="code of a regulation pack (qosqanat regulation list)"
    )
    parser.add_argument("--time-zone", default="Asia/Almaty", help="default %(default)s")
    parser.add_argument(
        "--administrator", required=True, metavar="NAME", help="surname, given name, patronymic"
    )
    parser.add_argument("--username", help="user name of the administrator (default CODE-admin)")


def run(args: argparse.Namespace) -> int:
    """Bring the tables up to date, then 0 and the one-time password on standard output; 2 with one sentence when it cannot be done."""
    from django.core.management import call_command
    from django.utils.translation import override

    from qosqanat.core.console import ready

    ready()
    call_command("migrate", verbosity=0)
    from qosqanat.core.clock import now
    from qosqanat.core.problems import Refused
    from qosqanat.people.actions import found_university
    from qosqanat.people.models import Person

    surname, _space, rest = args.administrator.strip().partition(" ")
    given, _space, patronymic = rest.partition(" ")
    with override("en"):
        try:
            university, account, password = found_university(
                code=args.code,
                name_kk=args.name_kk,
                name_ru=args.name_ru,
                name_en=args.name_en,
                time_zone=args.time_zone,
                regulation=args.regulation,
                by=Person(surname=surname, given_name=given, patronymic=patronymic),
                username=args.username or f"{args.code}-admin",
                at=now(),
            )
        except Refused as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 2
    sys.stdout.write(f"{university.name}\nuser name: {account.username}\none-time password: {password}\n")
    return 0
