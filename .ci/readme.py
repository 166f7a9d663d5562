"""Run the commands of the README as a reader would: `python .ci/readme.py main|tour|test`.

A block is marked by an HTML comment on the line above it, `<!-- ci: main -->`. Each runs in bash, in a copy of the
repository without any virtual environment, except the tour and the tests, which use the one that is there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"<!-- ci: (\w+) -->\n```(?:console|bash|sh)\n(.*?)```", re.DOTALL)


def commands(readme: Path, name: str) -> list[str]:
    """The blocks of that name, as scripts."""
    return [script for marked, script in BLOCK.findall(readme.read_text(encoding="utf-8")) if marked == name]


def run(script: str, folder: Path) -> None:
    """Run a block; its first failing command ends everything."""
    print(script, flush=True)
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, check=True)


def main(name: str) -> None:
    """Run the blocks of README.md, after a check that its Russian twin has the same."""
    scripts = commands(ROOT / "README.md", name)
    if not scripts or scripts != commands(ROOT / "README.ru.md", name):
        sys.exit(f"README.md and README.ru.md must hold the same blocks marked «ci: {name}»")
    if name == "test":
        for script in scripts:
            run(script, ROOT)
        return
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        if name == "tour":
            shutil.copytree(ROOT / ".venv" / "bin", clone / ".venv" / "bin", symlinks=True)
        for script in scripts:
            run(script, clone)


if __name__ == "__main__":
    main(sys.argv[1])
