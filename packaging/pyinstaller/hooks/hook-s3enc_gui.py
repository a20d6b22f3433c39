"""The program's icons, style sheet and translations, and its version."""

from __future__ import annotations

from PyInstaller.utils.hooks import collect_data_files, copy_metadata

datas = [*collect_data_files("s3enc_gui"), *copy_metadata("s3enc")]
