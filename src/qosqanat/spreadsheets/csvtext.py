"""Text files: which letters, which separator. Runs in the child process."""

import csv
import io
import re
from collections import Counter

from .refusal import FileRefused

SEPARATORS = ";,\t|"
SAMPLE_ROWS = 40
CYRILLIC_SHARE = 0.3
KEPT_AS_TEXT = re.compile(r'="([^"]{0,200})"')  # how a program keeps the zeros of ="080204582348"
csv.field_size_limit(2**31 - 1)  # how long a cell may be is judged by the limits of the file, with a sentence


def decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16, otherwise Windows-1251; raises ``FileRefused``."""
    for code in _likely_codes(data):
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if code == "cp1251" and not _reads_as_russian(text):
            continue
        if "\0" in text:  # zeros look like the empty halves of UTF-16
            raise FileRefused("unsupported")
        return text.lstrip("\ufeff")
    raise FileRefused("encoding")


def utf_16_of(data: bytes) -> str:
    """The codec if the bytes look like UTF-16 (every other byte is 00, or 04 as in Cyrillic), else empty text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = data[:400]
    for start, code in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[start::2]
        if len(high) > 1 and sum(byte in (0x00, 0x04, 0x20) for byte in high) > 0.9 * len(high) and 0 in high:
            return code
    return ""


def _likely_codes(data: bytes) -> list[str]:
    utf_16 = utf_16_of(data)
    return [utf_16] if utf_16 else ["utf-8", "cp1251"]


def _reads_as_russian(text: str) -> bool:
    high = [letter for letter in text if ord(letter) > 127]
    common = sum(1 for letter in high if "а" <= letter.lower() <= "я" or letter in "ёЁ№«»–—іІ ")
    control = any(ord(letter) < 32 and letter not in "\r\n\t" for letter in text)
    return not control and common >= CYRILLIC_SHARE * len(high)


def rows_of(text: str) -> list[list[str]]:
    """The rows as text cells; a first line ``sep=;`` (Excel's hint) is obeyed and dropped."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return _split(rest, first.strip()[-1])
    return _split(text, _separator(text))


def _split(text: str, separator: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        return [[KEPT_AS_TEXT.sub(r"\1", cell) if cell[:1] == "=" else cell for cell in row] for row in rows]
    except csv.Error as error:
        raise FileRefused("broken") from error


def _separator(text: str) -> str:
    sample = "\n".join(text.splitlines()[:SAMPLE_ROWS])
    return max(SEPARATORS, key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> tuple[int, int]:
    """How many rows of the sample agree on a width above one, and that width."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row)
    except csv.Error:
        return (0, 0)
    width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    return (rows if width > 1 else 0, width)
