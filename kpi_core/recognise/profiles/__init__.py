"""One file for each system whose exports are known; `docs/exports.md` tells what may stand in such a file."""
