"""xlwings Lite: the functions in a browser's Python, where the tables are arguments and few packages are there."""
