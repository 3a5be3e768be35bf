"""`python -m newsroom` serves every site until Ctrl-C, to try `deltawatch sites add` and one's own Sites on."""

from __future__ import annotations

import argparse
import tomllib
from threading import Event

from newsroom.layouts.shelves import shelves
from newsroom.server import Newsroom


def main() -> None:
    """Serve, and say where each site begins and what it shows."""
    parser = argparse.ArgumentParser(prog="python -m newsroom", description="Serve the newsroom's sites on loopback.")
    parser.add_argument("--port", type=int, default=8360, help="port to listen on, 0 for any free one (default: 8360)")
    port: int = parser.parse_args().port
    try:
        with Newsroom(port=port) as room:
            print(guide(room))
            Event().wait()
    except KeyboardInterrupt:
        return
    except OSError as fault:
        parser.exit(1, f"cannot listen on port {port}: {fault.strerror}\n")


def guide(room: Newsroom) -> str:
    """The start address of each site with a line about it: those of the demo, then the layouts."""
    demo = (tomllib.loads(text) for _, text in room.site_files())
    lines = ["The sites of the demo:", *(f"  {site['sources'][0]['url']}  {site['name']}" for site in demo)]
    lines += ["One site for each way lists are laid out:"]
    lines += [f"  {room.url(host + shelf.start)}  {shelf.shows}" for host, shelf in shelves().items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
