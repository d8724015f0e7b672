"""What a virus scanner, clamd, says of some bytes: its command INSTREAM, as its manual describes it (clamd(8)).

Written here because no client that is kept up may be built on under our licence.
"""

import socket
import struct
from contextlib import closing

# clamd takes any size of piece; its answer names the virus, if there is one, in a line.
_A_PIECE, _LONGEST_ANSWER = 1 << 16, 1 << 12


def answer(content: bytes, *, address: str, within: float) -> str:
    """``OK``, ``FOUND``, or ``ERROR``.

    ``address``: the path of its socket, or ``host:port``; ``within``: seconds, for each step.
    Raises OSError if nobody answers there, ValueError if the address is none or the answer is no sentence of clamd.
    """
    with closing(_reached(address, within)) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        try:
            for start in range(0, len(content), _A_PIECE):
                piece = content[start : start + _A_PIECE]
                scanner.sendall(struct.pack("!I", len(piece)) + piece)
            scanner.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It has said why before it hung up: more than it takes, for one.
            pass
        said = b""
        while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER and (more := scanner.recv(_LONGEST_ANSWER)):
            said += more
    words = said.rstrip(b"\0\n").decode(errors="replace").rsplit(maxsplit=1)
    if not words or words[-1] not in {"OK", "FOUND", "ERROR"}:
        raise ValueError("no sentence of clamd")
    return words[-1]


def _reached(address: str, within: float) -> socket.socket:
    if address.startswith("/"):
        reached = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        reached.settimeout(within)
        try:
            reached.connect(address)
        except OSError:
            reached.close()
            raise
        return reached
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), within)
