"""Runs before the program: gives back the environment that it was started with.

PyInstaller's start program leads the system's loader to the bundle's own libraries, and keeps what
was set before in `NAME_ORIG`. The loader has read it by now. A browser, a file manager or a
`credential_process` that this program starts must get the system's libraries.
"""

from __future__ import annotations

import os

from s3enc_gui.s3.session.started_environment import without_bundle

_before = without_bundle(os.environ)
for _name in set(os.environ) - set(_before):
    del os.environ[_name]
os.environ.update(_before)
