"""Excel for Windows: the add-in `KPI.xlam`, its VBA, its installation and what stands behind its buttons.

How VBA and Python speak with each other
----------------------------------------
Excel starts one Python for itself, through xlwings' DLL, with the command line (`addin.vba.server`)::

    "<interpreter>" -B -P -m addin.vba.server $(CLSID)

The DLL puts a fresh class identifier for `$(CLSID)` and hands VBA xlwings' COM object, of which VBA uses two methods.

1. Functions: `CallUDF(module, function, arguments, workbook)`, always with `module = "addin.excel"`.

   - `answer`, without a workbook: `CallUDF("addin.excel", "answer", Array(book, version, name, argument1, …))`.
     `book` is the FullName of the CALLING workbook, `version` a whole number that VBA changes whenever a table of
     that workbook may have changed, `name` the function (KPI_CAC), then its arguments. Ranges come as arrays of their
     values, never as Range objects; an omitted argument in between is VBA's Missing (the COM value -2147352572, an
     int), omitted ones at the end are left away. It returns one cell or an array of them: numbers, texts, True and
     False; "" for blank; error values as the texts "#DIV/0!", "#N/A" and "#VALUE!", which VBA turns into real ones.
     The text "#BOOK!" means: these tables are not known in this version; `look`, then ask again.
   - `look`, with the workbook: `CallUDF("addin.excel", "look", Array(book, version, sheets), workbook)`. Reads the
     tables of the workbook. `sheets` names the sheets to read again, joined by "/" (which no sheet's name may hold);
     "" stands for all of them. Returns True where cells differ from those that were known before.

   So a calculation reads the tables once, however many cells ask: the first `answer` says "#BOOK!", one `look`
   follows, and every further `answer` of that book and version is answered from what is known. A function whose
   tables are arguments, and the KPI_CALC_ functions, never say "#BOOK!".

2. Buttons: `Str(Call(Module("addin.vba.jobs"), name, Tuple(…)))`, texts in and a text out.
"""
