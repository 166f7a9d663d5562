"""The three services of the extension: the functions, what happens when a document is opened, the menu."""

from __future__ import annotations

import traceback
from contextlib import suppress
from typing import Any

import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import Locale, XLocalizable, XServiceInfo, XServiceName
from com.sun.star.task import XJob, XJobExecutor
from org.kpireport.calc import XFunctions

from . import arming, report, values, words
from .documents import Documents
from .link import Worker, WorkerLost

FUNCTIONS, OPENED, REPORT = "org.kpireport.calc.AddIn", "org.kpireport.calc.Opened", "org.kpireport.calc.Report"
_shared: dict[str, Documents] = {}


def documents(context: Any) -> Documents:
    """The open documents, shared by the three services; the worker starts while the office goes on."""
    if "documents" not in _shared:
        language = _language(context)
        words.choose(language)
        worker = Worker(_profile(context), language)
        idle = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", context)
        _shared["documents"] = Documents(worker, lambda act: idle.addCallback(act, None))
        with suppress(WorkerLost):  # the first question tells it
            worker.start()
    return _shared["documents"]


def _profile(context: Any) -> str:
    """The folder of the user's profile, where `kpi addin install` leaves its settings."""
    paths = context.ServiceManager.createInstanceWithContext("com.sun.star.util.PathSubstitution", context)
    return str(unohelper.fileUrlToSystemPath(paths.substituteVariables("$(user)", True)))


def _language(context: Any) -> str:
    """The language of the office's own texts, ru or en; "" where it follows the system and has neither."""
    provider = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", context
    )
    path = PropertyValue("nodepath", 0, "/org.openoffice.Setup/L10N", 0)
    node = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (path,))
    return "ru" if str(node.getByName("ooLocale")).startswith("ru") else "en"


class _Service(unohelper.Base, XServiceInfo):  # type: ignore[misc]
    """What UNO asks of everything that can be created by name."""

    NAME = ""

    def __init__(self, context: Any, *_: Any) -> None:
        self._context = context

    def getImplementationName(self) -> str:  # noqa: N802 - UNO's name
        return self.NAME

    def supportsService(self, name: str) -> bool:  # noqa: N802 - UNO's name
        return name == self.NAME

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802 - UNO's name
        return (self.NAME,)


class FunctionsOfOffice(_Service, XFunctions, XServiceName, XLocalizable):  # type: ignore[misc]
    """The functions. Their names, arguments and help stand in CalcAddIns.xcu, their signatures in the .idl."""

    NAME = FUNCTIONS

    def __init__(self, context: Any, *_: Any) -> None:
        super().__init__(context)
        self._documents = documents(context)
        self._functions = words.told()["functions"]
        self._locale = Locale("en", "US", "")

    def __getattr__(self, name: str) -> Any:
        """A function by its name: UNO asks for the method it is about to call."""
        if not name.startswith("KPI_") or name not in self._functions:
            raise AttributeError(name)
        first_table, reads_workbook = self._functions[name]

        def call(model: Any, *arguments: Any) -> Any:
            try:
                tables = first_table is not None and any(each is not None for each in arguments[first_table:])
                document = self._documents.of(model)
                if reads_workbook and not tables:
                    return document.live(name, arguments)
                return document.fixed(name, arguments)
            except Exception:  # nothing may reach the cell as a failure of the office
                traceback.print_exc()
                return values.error("#VALUE!")

        self.__dict__[name] = call
        return call

    def getServiceName(self) -> str:  # noqa: N802 - UNO's name
        return self.NAME

    def setLocale(self, locale: Any) -> None:  # noqa: N802 - UNO's name
        self._locale = locale

    def getLocale(self) -> Any:  # noqa: N802 - UNO's name
        return self._locale


class Opened(_Service, XJob):  # type: ignore[misc]
    """Runs when a spreadsheet was opened: its KPI_ cells, shown with the values they were saved with, come alive."""

    NAME = OPENED

    def execute(self, arguments: Any) -> None:
        environment = next((each.Value for each in arguments if each.Name == "Environment"), ())
        model = next((each.Value for each in environment if each.Name == "Model"), None)
        try:
            if model is not None and model.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                arming.arm(model, lambda: documents(self._context))
        except Exception:  # a document is opened with us or without
            traceback.print_exc()


class Report(_Service, XJobExecutor):  # type: ignore[misc]
    """The menu entries."""

    NAME = REPORT

    def trigger(self, event: str) -> None:
        try:
            entry = report.refresh if event == "refresh" else report.make
            entry(self._context, documents(self._context))
        except Exception:
            traceback.print_exc()


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader's name
for _service in (FunctionsOfOffice, Opened, Report):
    g_ImplementationHelper.addImplementation(_service, _service.NAME, (_service.NAME,))
