"""Run the benchmarks named on the command line, or all; `name=argument` gives one its argument."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def names() -> list[str]:
    """The benchmarks there are: every module beside this one that has a main()."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main() -> None:
    """Run them one after another."""
    chosen = dict(word.partition("=")[::2] for word in sys.argv[1:]) or dict.fromkeys(names(), "")
    if unknown := [name for name in chosen if name not in names()]:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(names())}")
    for name, argument in chosen.items():
        print(f"== {name}")
        import_module(f"bench.{name}").main(*filter(None, [argument]))


if __name__ == "__main__":
    main()
