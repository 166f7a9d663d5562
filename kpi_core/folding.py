"""Names as people type them: case, spaces, punctuation, ё and Cyrillic lookalikes folded for matching."""

from __future__ import annotations

import re
from functools import lru_cache

# Latin letters and the Cyrillic ones that look the same: «САС» typed on a Russian keyboard is CAC.
_LOOKALIKES = str.maketrans("авекмнорстухіѕј", "abekmhopctyxisj")
_SPACES = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Case, spaces, punctuation and ё folded: two spellings of one channel or header give one key.

    Examples
    --------
    >>> fold("Яндекс.Директ") == fold(" яндекс директ ")
    True
    >>> fold("Партнёры") == fold("партнеры")
    True
    """
    return _SPACES.sub("", name.casefold().replace("ё", "е"))


@lru_cache(maxsize=4096)
def fold_lookalikes(name: str) -> str:
    """Like `fold`, with Cyrillic letters that look Latin turned into them.

    Examples
    --------
    >>> fold_lookalikes("САС") == fold_lookalikes("CAC") == "cac"
    True
    """
    return fold(name).translate(_LOOKALIKES)
