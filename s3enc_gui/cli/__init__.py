"""The `s3enc` command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from s3enc_gui import i18n
from s3enc_gui.cli.standard_streams import open_missing
from s3enc_gui.domain.self_test import CHILD_FLAG
from s3enc_gui.i18n import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status.

    Without `argv` it is the program itself: its arguments are those of the process, which it ends.
    """
    is_program = argv is None
    if is_program:
        gc.disable()  # until the command runs: imported modules aren't garbage
    open_missing()
    i18n.use_environment()
    try:
        # Imported here: Ctrl+C may be pressed while modules are still being loaded.
        from s3enc_gui.cli.printer import printer
        from s3enc_gui.s3.session.started_environment import restore_environment

        restore_environment()

        try:
            words = sys.argv[1:] if argv is None else argv
            if words[:1] == [CHILD_FLAG]:
                from s3enc_gui.cli.self_test.child import run_child

                return run_child(words[1:])

            from s3enc_gui.cli.command_line import run

            status = run(argv)
        except KeyboardInterrupt:
            printer.final_message(_("Interrupted."))
            status = 130
        if printer.is_stuck:
            os._exit(status)  # a normal exit would block on the stream that isn't read
        if is_program:
            from s3enc_gui.cli.running.process_end import end_process

            end_process(status)
    except KeyboardInterrupt:
        status = 130
    return status


__all__ = ["main"]
