"""Codes of papers: the long one in the QR code proves that somebody holds the paper, the short one is for typing.

The long code has 26 letters of 32, 130 bits: nobody guesses it, so its page may name the holder's initials.
Its first 8 are printed for people who cannot scan. 40 bits can be tried out, however slowly, so the short code
opens the same verdict but tells nothing about a person, and both are limited per address.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONG, SHORT = 26, 8
# Cyrillic letters that look like one of ours, and signs that people write between groups.
READ_AS = str.maketrans("АВЕКМНРСТУХЗҮҰҺҚҢ", "ABEKMHPCTYX3YYHKH", " -–—‑.\u00a0\u200b\t\r\n")


def new_code() -> str:
    """A long code nobody has seen."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LONG))


def short_code(code: str) -> str:
    """The printed beginning of a long code: «7KQ4-9M2T»."""
    return f"{code[:4]}-{code[4:SHORT]}"


def span(short: str) -> tuple[str, str]:
    """The first and the last long code that begin with `short`: an index finds what lies between them."""
    rest = LONG - len(short)
    return short + ALPHABET[0] * rest, short + ALPHABET[-1] * rest


def read_code(text: str) -> str:
    """What somebody typed as letters of the alphabet, of the long or the short length; "" for anything else.

    Lower case, spaces, dashes and Cyrillic look-alikes are forgiven. 0, O, 1 and I are in no code.
    """
    code = text.strip()[:80].upper().translate(READ_AS)
    return code if len(code) in {LONG, SHORT} and set(code) <= set(ALPHABET) else ""
