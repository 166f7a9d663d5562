"""Twins of real exports: the same preamble, encoding, quoting, totals and numbers' style, with invented content.

Each maker writes one file into a folder and returns what a person would count from it with pencil and paper: plain
loops over the rows it has just invented, and nothing of the product. Run as a script to look at the files:
`python -m tests.twins.make FOLDER`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from tests.twins import advertising, markets, sales
from tests.twins.common import Told

Maker = Callable[[Path, random.Random], Told]
MAKERS: dict[str, Maker] = {
    **{name: getattr(advertising, name) for name in (
        "direct", "direct_csv", "direct_api", "universal", "metrica", "metrica_costs", "google_ads",
        "google_ads_ru", "ga4", "meta", "meta_ru",
    )},
    **{name: getattr(sales, name) for name in (
        "amocrm", "bitrix", "bitrix_leads", "onec", "onec_periods", "onec_indents", "onec_spaces", "retailcrm",
        "shopify", "woocommerce", "woocommerce_days", "tilda", "tilda_forms",
    )},
    **{name: getattr(markets, name) for name in (
        "wildberries", "ozon", "ozon_accruals", "amazon_orders", "amazon_transactions", "amazon_settlement",
        "paypal", "pipedrive", "tiktok", "linkedin", "microsoft",
    )},
}  # fmt: skip


def make(name: str, folder: Path, seed: int = 2026) -> Told:
    """One twin, always the same for the same seed."""
    return MAKERS[name](folder, random.Random(f"{name}-{seed}"))


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for each in MAKERS:
        sys.stdout.write(f"{make(each, target).path}\n")
