"""The shipped default of channels (`channels.toml`): utm marks and the names that systems write."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kpi_core.folding import fold
from kpi_core.language import Language, Text

_WORDS = re.compile(r"[^\W_]+")


class Marked(str):
    """A channel as a system or a utm mark tells it: only such a text is translated by the shipped default.

    "source / medium" for utm marks, "=yandex_direct" for a file that is of one channel as a whole, else a name.
    """

    __slots__ = ()


class Campaign(Marked):
    """The name of a campaign, where nothing else tells the channel: the words in it may."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ShippedChannel:
    """A channel everybody knows, and how it is written."""

    id: str
    name: Text
    match: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    text = resources.files("kpi_core.recognise").joinpath("channels.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def shipped_channels() -> dict[str, ShippedChannel]:
    """All of them by their identifier."""
    channels = {}
    for each in _data()["channel"]:
        pairs = tuple(_pair(pair) for pair in each["match"])
        names = (*each["name"], *(name.strip() for name in each["names"].split("|")))
        channels[each["id"]] = ShippedChannel(each["id"], Text(*each["name"]), pairs, tuple(dict.fromkeys(names)))
    return channels


def _pair(text: str) -> tuple[str, str]:
    source, _, kind = text.rpartition("/")
    return source.casefold(), kind


@cache
def _kinds() -> dict[str, str]:
    return {word.strip().casefold(): kind for kind, words in _data()["kinds"].items() for word in words.split("|")}


@cache
def _by_pair() -> dict[tuple[str, str], str]:
    known: dict[tuple[str, str], str] = {}
    for each in shipped_channels().values():
        for pair in each.match:
            known.setdefault(pair, each.id)
    return known


@cache
def _by_name() -> dict[str, str]:
    known: dict[str, str] = {}
    for each in shipped_channels().values():
        for name in each.names:
            known.setdefault(fold(name), each.id)
    return known


def name_of(identifier: str, language: Language) -> str:
    """The name of a shipped channel."""
    return shipped_channels()[identifier].name.of(language)


def translated(marked: str) -> str | None:
    """The shipped channel that a mark means; None where nobody knows it.

    Examples
    --------
    >>> translated("yandex / cpc"), translated("google / organic"), translated("Переходы из поисковых систем")
    ('yandex_direct', 'seo', 'seo')
    >>> translated("=meta_ads"), translated("blogger_anna / post2")
    ('meta_ads', None)
    """
    if marked.startswith("="):
        return marked[1:]
    source, divided, medium = (part.strip().casefold() for part in marked.partition(" / "))
    if not divided and fold(marked) in _by_name() and (source, "*") not in _by_pair():
        return _by_name()[fold(marked)]
    kind, known = _kinds().get(medium, ""), _by_pair()
    # "vk" alone may be its free pages or its advertising: that is asked, not guessed.
    alone = (source, "*") in known and (bool(kind) or (source, "paid") not in known)
    for pair, usable in (((source, kind), bool(kind)), ((source, "*"), alone), (("*", kind), bool(kind))):
        if usable and pair in known:
            return known[pair]
    return None


@cache
def _by_campaign_word() -> dict[str, str]:
    words = {each["id"]: each.get("campaigns", "") for each in _data()["channel"]}
    return {word.strip(): channel for channel, text in words.items() for word in text.split("|") if word.strip()}


def campaign_channel(campaign: str) -> str | None:
    """The shipped channel that the words of a campaign's name mean; None where they mean none, or several.

    Examples
    --------
    >>> campaign_channel("ya_search_brand"), campaign_channel("Google | Поиск"), campaign_channel("vk_fb_retarget")
    ('yandex_direct', 'google_ads', None)
    """
    words = _WORDS.findall(campaign.casefold().replace("ё", "е"))
    found = {_by_campaign_word()[word] for word in words if word in _by_campaign_word()}
    return found.pop() if len(found) == 1 else None


def synonym_of(name: str) -> str | None:
    """The shipped channel of which a person's spelling is a name."""
    return _by_name().get(fold(name))


def proposal(written: str, own: dict[str, str], language: Language) -> str:
    """The channel a spelling may be meant for: one of the firm's own (folded → shown), else a shipped one; or ""."""
    words = written.partition(" / ")[0] if " / " in written else written
    key = fold(words)
    if not key:
        return ""
    if key in own:
        return own[key]
    known = _by_name().get(key)
    alike = [each for each in own if known and _by_name().get(each) == known]
    alike = alike or [each for each in own if min(len(each), len(key)) >= 4 and (key in each or each in key)]
    alike = alike or difflib.get_close_matches(key, list(own), n=1, cutoff=0.75)
    if alike:
        return own[alike[0]]
    near = difflib.get_close_matches(key, list(_by_name()), n=1, cutoff=0.75)
    source = words.strip().casefold()
    shipped = _by_name()[near[0]] if near else _by_pair().get((source, "paid")) or _by_pair().get((source, "*"))
    return name_of(shipped, language) if shipped else ""
