"""Cubes of the one made shop, built once an engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.load import load
from tests.engines.oracle import Oracle
from tests.engines.places import FILES, postgres, server
from tests.engines.shop import shop

ENGINES = (*FILES, "postgres")


@pytest.fixture(scope="session", autouse=True)
def two_threads_of_spark() -> None:
    """Spark on this machine, with two threads and as few shuffles."""
    os.environ.setdefault(
        "PYSPARK_SUBMIT_ARGS",
        "--master local[2] --conf spark.sql.shuffle.partitions=1 --conf spark.sql.codegen.wholeStage=false"
        " --conf spark.sql.adaptive.enabled=false --conf spark.driver.bindAddress=127.0.0.1"
        " --conf spark.driver.host=127.0.0.1 pyspark-shell",
    )


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL server."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """The answers by plain loops."""
    return Oracle(shop())


@pytest.fixture(scope="session")
def cubes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cube]:
    """Cubes as they are asked for."""

    class Cubes(dict[str, Cube]):
        def __missing__(self, engine: str) -> Cube:
            demand(engine)
            folder = tmp_path_factory.mktemp(engine)
            self[engine] = build(load(written(engine, folder, request)))
            return self[engine]

    return Cubes()


def demand(engine: str) -> None:
    """Spark takes a minute and Java, PostgreSQL a server: with KPI_ENGINES=1, as in CI, they have to be there."""
    if engine not in ("spark", "postgres"):
        return
    if not os.environ.get("KPI_ENGINES"):
        pytest.skip(f"{engine}: not asked for; KPI_ENGINES=1 runs it")
    if engine == "spark" and (shutil.which("java") is None or find_spec("pyspark") is None):
        pytest.fail('Spark is not there: apt-get install default-jre-headless, pip install "kpi-report[spark]"')
    if engine == "postgres" and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        pytest.fail("PostgreSQL is not there: apt-get install postgresql")


def written(engine: str, folder: Path, request: pytest.FixtureRequest) -> Path:
    """The shop in a place that the engine reads."""
    if engine == "postgres":
        return postgres(folder, shop(), request.getfixturevalue("postgres_url"))
    return FILES[engine](folder, shop())
