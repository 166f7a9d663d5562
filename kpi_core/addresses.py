"""Mail addresses as people list them."""

from __future__ import annotations

import re

from kpi_core.errors import UsageError

# Deliberately narrow: one address without a name, quotes, comments or blanks, so that it cannot smuggle a header.
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]{1,64}@[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f_]{1,255}")


def addresses(text: object) -> tuple[str, ...]:
    """The addresses of a text divided by commas, semicolons or blanks, or of a list; each once.

    Raises
    ------
    UsageError
        `mail_address`, naming the part that is none; `mail_nobody`.

    Examples
    --------
    >>> addresses("ann@firm.ru, boss@firm.ru; ann@firm.ru")
    ('ann@firm.ru', 'boss@firm.ru')
    """
    parts = [str(part).strip() for part in text] if isinstance(text, list | tuple) else re.split(r"[,;\s]+", str(text))
    found = [part for part in parts if part]
    if not found:
        raise UsageError("mail_nobody")
    for part in found:
        if not _ADDRESS.fullmatch(part):
            raise UsageError("mail_address", value=part)
    return tuple(dict.fromkeys(found))
