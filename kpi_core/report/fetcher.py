"""What a page may load: `data:` addresses and files of the template folders, nothing else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def make_fetcher(*folders: Path) -> Any:
    """A fetcher that gives `data:` addresses and files of these folders, and stops the rendering at anything else.

    WeasyPrint's own would embed any local file and ask any server that a channel's name could smuggle in.
    """
    return _fetcher_class()([folder.resolve() for folder in folders])


@cache
def _fetcher_class() -> Any:
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    class TemplateFetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self, roots: Sequence[Path]) -> None:
            super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False, fail_on_errors=True)
            self.roots = roots
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not allowed(url, self.roots):
                # Some callers of WeasyPrint's go on without what they asked for; the list does not.
                self.refused.append(url)
                raise ValueError(f"address outside the templates: {url}")
            return super().fetch(self._laid_over(url), headers)

        def _laid_over(self, url: str) -> str:
            """Of the first folder's files those that are there, of the last one's all others: fonts, for one."""
            path = file_of(url)
            if path is None or path.exists() or len(self.roots) < 2 or not path.is_relative_to(self.roots[0]):
                return url
            return (self.roots[-1] / path.relative_to(self.roots[0])).as_uri()

    return TemplateFetcher


def allowed(url: str, roots: Sequence[Path]) -> bool:
    """Whether an address is data, or a file that lies, links followed, below one of the folders."""
    path = file_of(url)
    return url.startswith("data:") or (path is not None and any(path.is_relative_to(root) for root in roots))


def file_of(url: str) -> Path | None:
    """The file of this machine that an address names, links followed."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    # It brings the whole of HTTP with it, which whoever only hands the report to a worker does not need.
    from urllib.request import url2pathname

    return Path(url2pathname(unquote(parts.path) if os.name != "nt" else parts.path)).resolve()
