"""The example of CONTRIBUTING.md, run as it stands: one function, and everything else follows."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

PAGE = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_one_function_is_all_it_takes():
    """Run in a process of its own, since the catalogue is made once."""
    example = next(block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "@kpi" in block)
    script = textwrap.dedent(
        """
        import doctest, sys
        from typing import Any
        import kpi_core.kpis.advertising as advertising
        exec(compile(sys.stdin.read(), "CONTRIBUTING.md", "exec"), vars(advertising))
        function = advertising.clicks_per_order
        runner = doctest.DocTestRunner()
        test, = doctest.DocTestFinder().find(function, globs={"clicks_per_order": function})
        runner.run(test)
        assert runner.tries == 1 and runner.failures == 0

        from addin.functions import FUNCTIONS
        from kpi_core.catalogue import find
        from kpi_core.measures import parameter_label
        from tests.snapshots import cube, orders, period, spend

        assert {"KPI_CLICKS_PER_ORDER", "KPI_CALC_CLICKS_PER_ORDER"} <= set(FUNCTIONS)
        assert find("кликов на заказ").name == "clicks_per_order"
        formula = find("clicks_per_order").formula.text(lambda name: parameter_label(name).en)
        assert formula == "clicks ÷ orders", formula
        shop = cube(
            orders(("2026-10-01", "1", "a", "VK", 1)),
            spend(("2026-10-01", "VK", 1, 40), ("2026-10-01", "SEO", 1, 5), header="date channel spend clicks"),
        )
        assert shop.kpi("clicks_per_order", period("2026-10"), "VK").value == 40
        assert shop.kpi("clicks_per_order", period("2026-10"), "SEO").reason == "no_orders"
        print("ok")
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=example, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.stdout.strip() == "ok", done.stderr
