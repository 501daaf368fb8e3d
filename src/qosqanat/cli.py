"""The console script `qosqanat`.

Exit status: 0 done, 1 something in the data failed, 2 it could not be tried.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

# name -> (module with add_arguments(parser) and run(args) -> int, help); imported only when called
COMMANDS = {
    "regulation": ("qosqanat.regulation.commands.regulation", "list, show and check regulation packs"),
    "marks": ("qosqanat.regulation.commands.marks", "compute ratings and final marks from a file of points"),
    "demo": ("qosqanat.demo.command", "make two demo universities and serve them"),
    "university": ("qosqanat.people.command", "found a university and its first administrator"),
    "serve": ("qosqanat.serve", "serve with the production app server and the background worker"),
    "recount": ("qosqanat.grading.command", "count every rating and final grade again from its marks"),
    "import": ("qosqanat.intake.command", "bring in a university's own spreadsheet"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return 1
    except OSError as error:
        _drop_output()
        place = f": {error.filename}" if error.filename else ""
        print(f"qosqanat: {error.strerror or error}{place}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def _drop_output() -> None:
    # nobody can take the rest; keep the interpreter from complaining when it flushes at exit
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        _parser().parse_args(arguments or ["--help"])
    name = arguments[0]
    module_name, text = COMMANDS[name]
    module = import_module(module_name)
    parser = argparse.ArgumentParser(prog=f"qosqanat {name}", description=text[:1].upper() + text[1:] + ".")
    module.add_arguments(parser)
    status: int = module.run(parser.parse_args(arguments[1:]))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qosqanat", description="Dual education for universities in Kazakhstan."
    )
    parser.add_argument("--version", action="version", version=f"qosqanat {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (_, text) in COMMANDS.items():
        commands.add_parser(name, help=text, add_help=False)
    return parser


def _version() -> str:
    try:
        return version("qosqanat")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
