"""The process of the demo server: patched moto with sample data, on loopback.

Writes one line of JSON to standard output, `{"endpoint_url", "region"}` when it is ready or
`{"error"}` if it can't start. Exits when its standard input is closed.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

_HOST = "127.0.0.1"


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until standard input is closed; `--port 0`, the default, uses any free port."""
    parser = argparse.ArgumentParser(prog="s3enc-demo-server", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    port: int = parser.parse_args(argv).port
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    _silence()
    try:
        # Imported here, so that a missing moto is reported instead of a traceback.
        from s3enc_gui.demo import moto_patches, sample_data, web
    except ImportError as error:
        _send({"error": f"The demo needs moto[server] ({error}): pip install 's3enc[demo]'"})
        return 1
    try:
        moto_patches.install()
    except moto_patches.WrongMotoError as error:
        _send({"error": str(error)})
        return 1
    sample_data.fill()
    server = web.make_server(_HOST, port)
    _send({"endpoint_url": f"http://{_HOST}:{server.port}", "region": sample_data.REGION})
    server.serve_forever()
    return 0


def _end_with_stdin() -> None:
    # The owner never writes; the pipe is closed when it exits, even by SIGKILL.
    while os.read(0, 4096):
        pass
    # Requests that are still running don't matter: all data is in memory.
    os._exit(0)


def _send(answer: dict[str, str]) -> None:
    os.write(1, json.dumps(answer).encode() + b"\n")


def _silence() -> None:
    # moto prints to standard output, which isn't read after the first line. In a frozen program
    # without a console both streams may be None.
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - never closed
    sys.stdout = sys.stderr
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


if __name__ == "__main__":
    sys.exit(main())
