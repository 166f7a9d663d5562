"""The functions in LibreOffice Calc: an extension inside the office, a worker with the project's packages outside it.

The office's own Python is seldom the one the project is installed in (official builds bring theirs along), and never
has its packages. So `office/`, which needs the standard library and UNO only, runs inside the office, and `worker`
runs in the project's environment; they talk over a pipe (`office.link`). `package` builds the extension from the
catalogue, `host` installs it.
"""
