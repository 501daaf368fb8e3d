"""`qosqanat recount --university CODE`: whether every rating, final grade and count of a week says what its marks say."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--university", required=True, metavar="CODE", help="code of the university")
    parser.add_argument("--check", action="store_true", help="only say what differs")


def run(args: argparse.Namespace) -> int:
    """0: everything is right, or is now; 1: something differs under --check; 2: there is no such university."""
    from qosqanat.core.console import ready

    ready()
    from qosqanat.core.clock import now
    from qosqanat.grading.actions import recount, recount_weeks
    from qosqanat.people.models import Unit
    from qosqanat.studies.models import Course

    try:
        university = Unit.objects.university(args.university)
    except LookupError as error:
        sys.stderr.write(f"{error.args[0]}\n")
        return 2
    courses = Course.objects.filter(university=university)
    done = recount(courses, by=None, at=now(), write=not args.check)
    weeks = recount_weeks(courses, by=None, at=now(), write=not args.check)
    for sheet in done.differing:
        sys.stdout.write(f"sheet {sheet.number}: the stored ratings differ from the marks\n")
    for course, numbers in weeks.items():
        listed = ", ".join(map(str, numbers))
        sys.stdout.write(f"course {course.pk}: the counts of weeks {listed} differ from the marks\n")
    fate = "differ" if args.check else "put right"
    sys.stdout.write(f"{done.sheets} sheets counted, {len(done.differing)} {fate}\n")
    return 1 if args.check and (done.differing or weeks) else 0
