"""Chance, the same on every machine: only Random.random() underneath."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


class Dice:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def pick(self, options: Sequence[T], weights: Sequence[float] | None = None) -> T:
        if weights is None:
            return options[int(self._random.random() * len(options))]
        point = self._random.random() * sum(weights)
        for option, weight in zip(options, weights, strict=True):
            point -= weight
            if point < 0:
                return option
        return options[-1]

    def normal(self) -> float:
        radius = math.sqrt(-2.0 * math.log(1.0 - self._random.random()))
        return radius * math.cos(2.0 * math.pi * self._random.random())

    def around(self, middle: float, spread: float) -> float:
        """Log-normal: never negative, sometimes far above."""
        return middle * math.exp(spread * self.normal())

    def count(self, mean: float) -> int:
        """A whole number near the mean, as counts vary."""
        return max(0, round(mean + math.sqrt(max(mean, 0.0)) * self.normal()))

    def day_of(self, days: Sequence[date], weekend: float = 1.0) -> date:
        return self.pick(days, [weekend if day.weekday() >= 5 else 1.0 for day in days])

    def shuffled(self, rows: Sequence[T], day: Callable[[T], date]) -> list[T]:
        """By day; within a day in no order."""
        keyed = [(day(row), self._random.random(), place) for place, row in enumerate(rows)]
        return [rows[place] for _, _, place in sorted(keyed)]

    def split(self, total: int, parts: int, spread: float = 0.2) -> list[int]:
        """A whole total cut into whole parts that add up to it."""
        weights = [self.around(1.0, spread) for _ in range(parts)]
        scale = total / sum(weights)
        cut = [int(weight * scale) for weight in weights]
        for i in range(total - sum(cut)):
            cut[i % parts] += 1
        return cut


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]
