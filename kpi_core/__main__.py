"""`python -m kpi_core` is `kpi`, for whoever knows the interpreter and not where its scripts lie."""

from kpi_core.cli import main

if __name__ == "__main__":
    main()
