"""A Windows archive that needs no Python, no administrator and no network on the machine where it is installed.

`python -m addin.portable` packs it, on any system with Python's pip: an interpreter, pinned wheels, this project, the
add-in, and, from a folder that the builder names, the libraries that draw the PDF (they are under the LGPL, so the
project itself hands none out). `installer` runs on the user's machine.
"""
