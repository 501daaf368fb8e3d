"""One engine, one size, in a process of its own: fill, measure, print JSON. `python -m tools.bench.run SIZE WORK ...`

SIZE is `base` (200 courses of 30 students in one semester), `people` (PEOPLE students and sheets without marks) or a number
of marks over three years.
"""

import gc
import json
import sys
import time
from typing import Any

PEOPLE = 100_000


def main(size_name: str, works: list[str]) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from . import works as doing
    from . import world as made

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = time.perf_counter()
    if size_name == "people":
        size = made.Size.of_people(PEOPLE)
    else:
        size = made.Size(200, 1000, terms=1) if size_name == "base" else made.Size.of_marks(int(size_name))
    world = made.build(size, marked=size_name != "people")
    made.analyse()
    found: dict[str, Any] = {
        "world": {
            "marks": made.marks_of(world), "students": size.students, "courses": size.courses,
            "sheets": size.courses * size.students_each, "seconds": time.perf_counter() - begun,
        }
    }  # fmt: skip
    gc.collect()
    gc.freeze()  # the world in this process is no part of the product, as in qosqanat/wsgi.py
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a helper's processor time would not be counted
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    for work in works:
        found |= getattr(doing, work)(world)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
