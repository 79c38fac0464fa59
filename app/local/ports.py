"""Ports of this machine: the wished one, or the next free one and a word about it."""

import socket
from contextlib import suppress

LOOPBACK = "127.0.0.1"


def listening(wish: int, backlog: int = 128) -> socket.socket:
    """A socket that already listens, so that nobody can take its port in between. `wish` 0: any free port."""
    for port in [wish, *(range(wish + 10, wish + 1000, 10) if wish else ()), 0]:
        if port and _answers(port):
            continue  # macOS lets one bind beside a server that listens on all addresses
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((LOOPBACK, port))
        except OSError:
            server.close()
            continue
        server.listen(backlog)
        return server
    raise OSError("no free port on this machine")


def port_of(server: socket.socket) -> int:
    return int(server.getsockname()[1])


def free(wish: int) -> int:
    """A free port for a process that opens it itself."""
    with listening(wish) as server:
        return port_of(server)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False
