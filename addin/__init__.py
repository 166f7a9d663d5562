"""The spreadsheet functions: `functions` makes them from the catalogue, `excel` binds them to Excel."""
