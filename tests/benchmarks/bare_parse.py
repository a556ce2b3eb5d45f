"""`python -m tests.benchmarks.bare_parse FILE`: print the processor seconds that merely parsing a file takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path


def main(name: str) -> None:
    """Parse the file as JSON with orjson, or as YAML with libyaml's loader, and print how long that took."""
    data = Path(name).read_bytes()
    parse = _parser(name)
    began = time.process_time()
    parse(data)
    sys.stdout.write(f"{time.process_time() - began:.6f}\n")


def _parser(name: str) -> Callable[[bytes], object]:
    if name.endswith(".json"):
        import orjson  # noqa: PLC0415 - only what is measured is loaded

        return orjson.loads
    import yaml  # noqa: PLC0415

    return lambda data: yaml.load(data, Loader=yaml.CSafeLoader)


if __name__ == "__main__":
    main(sys.argv[1])
