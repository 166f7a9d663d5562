"""What runs inside the office, in its own Python: the standard library (3.8 on) and UNO, nothing of the project."""
