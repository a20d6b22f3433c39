"""Standard file descriptors that were closed before the program started (`s3enc … >&-`)."""

from __future__ import annotations

import os


def open_missing() -> None:
    """Open the null device on those of descriptors 0, 1 and 2 that are closed.

    Otherwise the next socket or database that is opened would get the lowest free number and with
    it whatever is printed. Call this before anything is opened. `sys.stdout` and `sys.stderr` stay
    None, as Python has set them.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, os.O_RDONLY if descriptor == 0 else os.O_WRONLY)
            if opened == descriptor:
                os.set_inheritable(opened, True)  # child processes need it, too
            else:
                os.close(opened)
