"""`main.py` is run by a Python with few packages, not imported by the tests."""

collect_ignore = ["main.py"]
