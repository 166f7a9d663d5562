"""What WeasyPrint works out anew for every box, and is the same for all boxes of one style: worked out once here.

These are its inner functions, so it is done for our own pages and the version that we know, and a test holds that every
byte of a PDF stays what it was. With another version, or with templates of the user's, a report takes a fifth longer.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import weasyprint  # type: ignore[import-untyped]
from weasyprint.css import PHYSICAL_FUNCTIONS, AnonymousStyle, ComputedStyle  # type: ignore[import-untyped]
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import Box, PageBox  # type: ignore[import-untyped]
from weasyprint.layout import block, inline, table  # type: ignore[import-untyped]
from weasyprint.text import line_break  # type: ignore[import-untyped]

_KNOWN = "70."
pango = line_break.pango


@contextlib.contextmanager
def remembering() -> Iterator[None]:
    """Remember while a report is made."""
    if not weasyprint.__version__.startswith(_KNOWN):
        yield
        return
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in _REMEMBERED]
    for owner, name, ours in _REMEMBERED:
        setattr(owner, name, ours)
    try:
        yield
    finally:
        for owner, name, theirs in before:
            setattr(owner, name, theirs)


# Margins, paddings and sizes of a box. Borders come after them: those that tables share differ from cell to cell.

_lengths: Callable[[Any, Any], None] = block.resolve_percentages
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"{limit}{side}" for limit in ("", "min_", "max_") for side in ("width", "height")),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def _resolve_lengths(box: Any, containing_block: Any) -> None:
    style, own = box.style, box.__dict__
    inside = (
        (containing_block.width, containing_block.height) if isinstance(containing_block, Box) else containing_block
    )
    known = style.__dict__.setdefault("known_lengths", {})
    if found := known.get(inside):
        own.update(found[0])
        if not (found[2] and _BORDERS[0] in own):
            own.update(found[1])
        return
    _lengths(box, containing_block)
    if style["box_sizing"] == "content-box" and not isinstance(box, PageBox):
        known[inside] = (
            {name: own[name] for name in _LENGTHS},
            {name: style[name] for name in _BORDERS},
            style["border_collapse"] == "collapse",
        )


# What a style does not say itself: the first value, known from the beginning, or the parent's.

_begin: Callable[..., None] = ComputedStyle.__init__
_begin_anonymous: Callable[[Any, Any], None] = AnonymousStyle.__init__
_missing: Callable[[Any, str], Any] = ComputedStyle.__missing__
_OWN_WAYS = {"float", "display", "position", "page"}
_PLAIN = {name for name in INITIAL_VALUES if name not in _OWN_WAYS and not name.startswith("text_decoration_")}
_FROM_PARENT = frozenset((_PLAIN & INHERITED) - PHYSICAL_FUNCTIONS.keys())
_FIRST = {name: INITIAL_VALUES[name] for name in _PLAIN - INHERITED - INITIAL_NOT_COMPUTED}
_FLOWING = {name: value for name, value in _FIRST.items() if name not in PHYSICAL_FUNCTIONS}


def _begin_with_firsts(style: Any, parent_style: Any, cascaded: dict[str, Any], *rest: Any) -> None:
    _begin(style, parent_style, cascaded, *rest)
    # Some name sides by the flow of text, as margin-inline-start does.
    style.update(_FLOWING if any("block" in name or "inline" in name for name in cascaded) else _FIRST)
    for name in cascaded:
        style.pop(name, None)


def _begin_anonymous_with_firsts(style: Any, parent_style: Any) -> None:
    style.update(_FIRST)
    _begin_anonymous(style, parent_style)


def _unsaid(style: Any, name: str) -> Any:
    if name in _FROM_PARENT and name not in style.cascaded and style.parent_style is not None:
        value = style[name] = style.parent_style[name]
        return value
    return _missing(style, name)


# The height of a line and where its letters stand.

_strut: Callable[[Any], tuple[float, float]] = inline.strut


def _same_strut(style: Any) -> tuple[float, float]:
    known: tuple[float, float] | None = style.__dict__.get("known_strut")
    if known is None:
        known = style.__dict__["known_strut"] = _strut(style)
    return known


# What Pango needs to know before it sets a text.

_set_up: Callable[[Any, Any], None] = line_break.Layout.setup


def _set_up_alike(layout: Any, style: Any) -> None:
    known = style.__dict__.get("known_setting")
    if known is None:
        known = style.__dict__["known_setting"] = _setting(style)
    if not known:
        _set_up(layout, style)
        return
    context, font, attributes, layout.language = known
    layout.style, layout.first_line_direction = style, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = _own(pango.pango_layout_new(context))
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, font)
    if attributes:
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _setting(style: Any) -> tuple[Any, ...]:
    """What all texts of a style share; nothing where each would change it, or is underlined."""
    features = line_break.font_features(*(style[name] for name in _FEATURES))
    changed = style["letter_spacing"] != "normal" or style["word_spacing"] or style["overflow_wrap"] != "normal"
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal" or not style["lang"]:
        return ()
    if features and changed:
        return ()
    context = _own(pango.pango_font_map_create_context(style.font_config.font_map))
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    named, _alive = line_break.unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(named)
    pango.pango_context_set_language(context, language)
    attributes = None
    if features:
        told = ",".join(f"{name} {value}" for name, value in features.items()).encode()
        attributes = line_break.ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(told))
    return context, line_break.get_font_description(style), attributes, language


def _own(thing: Any) -> Any:
    return line_break.ffi.gc(thing, line_break.gobject.g_object_unref)


# A text is set once for its size, and that is what is drawn, unless its words were spread over the line.

_Layout = line_break.Layout
_set_text: Callable[..., None] = _Layout.set_text
_reactivate: Callable[[Any, Any], None] = _Layout.reactivate


def _set_one_paragraph(layout: Any, text: str, justify: bool = False) -> None:
    # Whoever draws it says so as well, and what has been said changes nothing.
    pango.pango_layout_set_single_paragraph_mode(layout.layout, "\n" not in text)
    _set_text(layout, text, justify)


def _kept(layout: Any) -> None:
    """Where WeasyPrint gives a text's layout up: what is drawn is one line, however wide."""
    if pango.pango_layout_get_line_readonly(layout.layout, 1) != line_break.ffi.NULL:
        pango.pango_layout_set_width(layout.layout, -1)


def _set_again(layout: Any, style: Any) -> None:
    if layout.justification_spacing:
        _reactivate(layout, style)


# The same words in the same style, which a table is full of.

_split: Callable[..., tuple[Any, ...]] = inline.split_first_line


def _split_alike(
    words: str, style: Any, context: Any, width: float | None, spacing: float, **rest: Any
) -> tuple[Any, ...]:
    known: dict[str, tuple[Any, ...]] = style.__dict__.setdefault("known_words", {})
    found = known.get(words)
    if found and not spacing and (width is None or found[3] <= width):
        return found
    made = _split(words, style, context, width, spacing, **rest)
    if made[2] is None and not spacing:
        known[words] = made
    return made


_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
_REMEMBERED: tuple[tuple[Any, str, Any], ...] = (
    *((module, "resolve_percentages", _resolve_lengths) for module in (block, inline, table)),
    (ComputedStyle, "__missing__", _unsaid),
    (ComputedStyle, "__init__", _begin_with_firsts),
    (AnonymousStyle, "__init__", _begin_anonymous_with_firsts),
    (inline, "strut", _same_strut),
    (inline, "split_first_line", _split_alike),
    (_Layout, "setup", _set_up_alike),
    (_Layout, "set_text", _set_one_paragraph),
    (_Layout, "deactivate", _kept),
    (_Layout, "reactivate", _set_again),
)
