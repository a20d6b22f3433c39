"""The version resource of the Windows programs."""

from __future__ import annotations

import re

_ABOUT = {"s3enc": "S3enc command line", "s3enc-gui": "S3enc"}


def resource(program: str, version: str) -> object:
    """Return the resource of a program, as Windows Explorer and IT's inventories show it."""
    from PyInstaller.utils.win32 import versioninfo as info

    numbers = tuple([*map(int, re.findall(r"\d+", version)), 0, 0, 0][:4])
    words = {
        "CompanyName": "S3enc",
        "FileDescription": _ABOUT[program],
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "S3enc",
        "ProductVersion": version,
    }
    table = info.StringTable("040904B0", [info.StringStruct(*pair) for pair in words.items()])
    english_unicode = info.VarFileInfo([info.VarStruct("Translation", [0x0409, 0x04B0])])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers, OS=0x40004, fileType=1),
        kids=[info.StringFileInfo([table]), english_unicode],
    )
