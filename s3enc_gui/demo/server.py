"""The demo server's process: moto with the manners of AWS, on loopback, with sample data.

Writes one line of JSON to standard output when it is ready, `{"endpoint_url", "region"}`, or
`{"error"}` if it cannot be; ends when its standard input ends.
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
    """Serve until standard input ends; `argv` may hold `--port N` (0, the default: any free)."""
    parser = argparse.ArgumentParser(prog="s3enc-demo-server", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    port: int = parser.parse_args(argv).port
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    _silence()
    try:
        # Late, so that a missing moto is an answer and not a traceback.
        from s3enc_gui.demo import moto_patches, sample_data, web
    except ImportError as error:
        _say({"error": f"The demo needs moto[server] ({error}): pip install 's3enc[demo]'"})
        return 1
    try:
        moto_patches.install()
    except moto_patches.WrongMotoError as error:
        _say({"error": str(error)})
        return 1
    sample_data.fill()
    server = web.make_server(_HOST, port)
    _say({"endpoint_url": f"http://{_HOST}:{server.port}", "region": sample_data.REGION})
    server.serve_forever()
    return 0


def _end_with_stdin() -> None:
    # The owner holds the other end and never writes: the end of file is its end, even by kill -9.
    while os.read(0, 4096):
        pass
    # At once, whatever requests are still running: nothing here outlives the process anyway.
    os._exit(0)


def _say(answer: dict[str, str]) -> None:
    os.write(1, json.dumps(answer).encode() + b"\n")


def _silence() -> None:
    # moto prints here and there; nobody reads standard output after the one line. In a windowed
    # frozen program both streams may be None.
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
    sys.stdout = sys.stderr
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


if __name__ == "__main__":
    sys.exit(main())
