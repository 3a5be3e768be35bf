"""Messages to systemd (sd_notify): ready, alive, what we are doing. Without systemd they go nowhere."""

from __future__ import annotations

import os
import socket


def notify(*states: str) -> None:
    """Send states such as `READY=1`, `WATCHDOG=1` or `STATUS=...` to the service manager, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    # A leading @ is systemd's spelling of an abstract socket.
    path = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.sendto("\n".join(states).encode(), path)
