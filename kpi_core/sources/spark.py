"""PySpark over files, for those who outgrow one machine: the session that is there, else one on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kpi_core.errors import SourceError
from kpi_core.sources.duck import header_of, is_parquet, stamp_of, stem
from kpi_core.sources.relation import LINE, PART, Relation
from kpi_core.sources.spec import SourceSpec


@cache
def _session() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SourceError("engine_missing", engine="spark") from None
    building = SparkSession.builder.config("spark.sql.session.timeZone", "UTC")
    if SparkSession.getActiveSession() is None:
        # Whoever has a cluster names it in Spark's own settings: spark-defaults.conf, spark-submit.
        building = building.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    try:
        return building.getOrCreate()
    except Exception as failure:
        raise SourceError("engine_failed", engine="spark", detail=" ".join(str(failure).split())[:300]) from failure


def relations(files: Sequence[Path], spec: SourceSpec, shown_as: str | None = None) -> Iterator[Relation]:
    """The files as relations: those that are alike in name and columns are parts of one."""
    groups: dict[tuple[Any, ...], list[Path]] = {}
    for file in files:
        columns = str(_session().read.parquet(_url(file)).dtypes) if is_parquet(file) else header_of(file, spec)
        groups.setdefault((stem(file), is_parquet(file), columns), []).append(file)
    for (_, parquet, _), own in groups.items():
        yield _over(own, parquet, spec, shown_as)


def _over(files: list[Path], parquet: bool, spec: SourceSpec, shown_as: str | None) -> Relation:
    import narwhals as nw
    from pyspark.sql import functions as of

    session, urls = _session(), [_url(file) for file in files]
    if parquet:
        frame = session.read.parquet(*urls)
        row = of.col("_metadata.row_index")
    else:
        _, delimiter = header_of(files[0], spec)
        frame = session.read.csv(
            urls, header=True, sep=delimiter, quote='"', escape='"', multiLine=True, mode="FAILFAST"
        )
        row = of.monotonically_increasing_id()
    part = of.lit(-1)
    for at, file in enumerate(files):
        part = of.when(of.col("_metadata.file_name") == of.lit(_encoded(file)), of.lit(at)).otherwise(part)
    own = [of.col(f"`{name}`") for name in frame.columns]
    numbered = frame.select(
        *own, part.alias(PART), (part.cast("long") * (1 << 30 if parquet else 1 << 50) + row).alias(LINE)
    )
    stamps = tuple(stamp_of(file, shown_as) for file in files)
    return Relation(nw.from_native(numbered), "spark", stamps, session, _lifted, not parquet, _kept)


def _kept(frame: Any) -> Any:
    import narwhals as nw

    return nw.from_native(frame.to_native().persist())


def _url(file: Path) -> str:
    return file.resolve().as_uri()


def _encoded(file: Path) -> str:
    """As Spark writes the name of a file."""
    return _url(file).rsplit("/", 1)[1]


def _lifted(table: Mapping[str, Sequence[Any]]) -> Any:
    import narwhals as nw

    rows = list(zip(*table.values(), strict=True))
    types = ", ".join(f"`{name}` {_type(values)}" for name, values in table.items())
    return nw.from_native(_session().createDataFrame(rows, types))


def _type(values: Sequence[Any]) -> str:
    known = next((value for value in values if value is not None), "")
    return {bool: "boolean", int: "long", float: "double", str: "string"}.get(type(known), "timestamp_ntz")
