"""botocore's data, reduced to the services that the program uses.

All of it is 28 MB. Models are written without their documentation, and not compressed: both make
them load faster.
"""

from __future__ import annotations

import os
from pathlib import Path

import botocore_data
from PyInstaller.utils.hooks import get_package_paths, is_module_satisfies

assert is_module_satisfies("botocore ~= 1.44")  # noqa: S101 - look at its data again with another

_PACKAGE = Path(get_package_paths("botocore")[1])
_REDUCED = Path(os.environ["S3ENC_WORK"]) / "botocore"

botocore_data.reduce(_PACKAGE / "data", _REDUCED)
datas = [(str(_REDUCED), "botocore/data"), (str(_PACKAGE / "cacert.pem"), "botocore")]
