"""The packaged command line."""

from __future__ import annotations

import sys

from s3enc_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
