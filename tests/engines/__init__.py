"""One definition, many engines: every measure equal to the last digit."""
