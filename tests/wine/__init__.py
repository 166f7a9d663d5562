"""The Windows archive and the COM server under Wine: Windows' own Python and xlwings' DLL, and an object model of ours.

Run by `KPI_WINE=1 python -m pytest tests/wine`; `python -m tests.wine.machine` installs what it needs first.
"""
