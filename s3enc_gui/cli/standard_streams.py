"""Standard descriptors that were closed before the program began (`s3enc … >&-`)."""

from __future__ import annotations

import os


def open_missing() -> None:
    """Open the null device on descriptors 0, 1 and 2 where nothing is.

    The system gives out the lowest free number: a socket or a database would become standard
    output, and what is printed would be written into it. Call it before anything is opened.
    `sys.stdout` and `sys.stderr` stay None, as Python has set them.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, os.O_RDONLY if descriptor == 0 else os.O_WRONLY)
            if opened == descriptor:
                os.set_inheritable(opened, True)  # a program that is started has it, too
            else:
                os.close(opened)
