"""The program's icons, style sheet and translations, and its version."""

from __future__ import annotations

from PyInstaller.utils.hooks import collect_data_files, copy_metadata

# Their versions are shown in About and in reports.
_NAMED = ("s3enc", "PySide6_Essentials", "botocore", "awscrt")
datas = collect_data_files("s3enc_gui")
for _name in _NAMED:
    datas += copy_metadata(_name)
