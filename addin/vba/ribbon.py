"""The ribbon, as Excel's customUI; labels and tips come from the add-in's words in the language of Excel."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from addin.functions import FUNCTIONS, categories

_NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
_ICONS = {"kpiRefresh": "Refresh", "kpiCheck": "ReviewAcceptChange", "kpiReport": "FileSaveAsPdfOrXps",
          "kpiCopy": "FileSendAsAttachment", "kpiInsert": "FunctionWizard", "kpiNewMenu": "FileNew",
          "kpiHelp": "Help"}  # fmt: skip
_KINDS = {"kpiNewShop": "shop", "kpiNewLeads": "leads", "kpiNewSummary": "summary"}


def custom_ui() -> bytes:
    """The customUI part.

    Examples
    --------
    >>> custom_ui().count(b"<button") > 99
    True
    """
    root = ET.Element("customUI", xmlns=_NAMESPACE)
    tab = _labelled(ET.SubElement(ET.SubElement(root, "ribbon"), "tabs"), "tab", "kpiTab")
    data = _labelled(tab, "group", "kpiData")
    _button(data, "kpiRefresh", "KpiRefresh", large=True)
    _button(data, "kpiCheck", "KpiCheck", large=True)
    reports = _labelled(tab, "group", "kpiReports")
    _button(reports, "kpiReport", "KpiReport", large=True)
    _button(reports, "kpiCopy", "KpiCopy", large=True)
    _insert_menu(_labelled(tab, "group", "kpiFunctions"))
    more = _labelled(tab, "group", "kpiMore")
    samples = _menu(more, "kpiNewMenu")
    for kind in _KINDS:
        _labelled(samples, "button", kind, tag=_KINDS[kind], onAction="KpiRibbon.KpiNew")
    _button(more, "kpiHelp", "KpiShowHelp", large=True)
    return ET.tostring(root, encoding="unicode").encode()


def codes() -> Iterator[str]:
    """The words that the ribbon asks for.

    Examples
    --------
    >>> "label_kpiRefresh" in set(codes()), "tip_kpiRefresh" in set(codes())
    (True, True)
    """
    for element in ET.fromstring(custom_ui()).iter():
        for attribute, kind in (("getLabel", "label"), ("getScreentip", "tip")):
            if attribute in element.attrib:
                yield f"{kind}_{element.attrib['id']}"


def _insert_menu(group: ET.Element) -> None:
    top = _menu(group, "kpiInsert")
    for category in categories():
        menu = _labelled(top, "menu", f"kpiInsert_{category}")
        for name, function in FUNCTIONS.items():
            if function.category == category:
                _labelled(
                    menu, "button", f"kpiInsert_{name}", tag=name,
                    onAction="KpiRibbon.KpiInsertFunction", getSupertip="KpiRibbon.KpiAbout",
                )  # fmt: skip


def _menu(parent: ET.Element, identifier: str) -> ET.Element:
    tip = {"getScreentip": "KpiRibbon.KpiTip"}
    return _labelled(parent, "menu", identifier, size="large", imageMso=_ICONS[identifier], **tip)


def _button(parent: ET.Element, identifier: str, action: str, *, large: bool) -> None:
    _labelled(
        parent, "button", identifier, size="large" if large else "normal", imageMso=_ICONS[identifier],
        onAction=f"KpiRibbon.{action}", getScreentip="KpiRibbon.KpiTip",
    )  # fmt: skip


def _labelled(parent: ET.Element, kind: str, identifier: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, kind, {"id": identifier, "getLabel": "KpiRibbon.KpiLabel", **attributes})
