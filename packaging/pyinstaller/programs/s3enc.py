"""The packaged command line. On Linux also the packaged window, where it is started as s3enc-gui.

There, both names are one file: the modules in it are a twentieth of the bundle. Windows tells
console programs and windowed ones apart by the file itself.
"""

from __future__ import annotations

import sys
from pathlib import PurePath

if sys.platform == "linux" and PurePath(sys.argv[0]).name == "s3enc-gui":
    from s3enc_gui.__main__ import main
else:
    from s3enc_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
