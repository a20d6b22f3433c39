"""The encryption client reads its own version when it is imported."""

from __future__ import annotations

from PyInstaller.utils.hooks import copy_metadata

datas = copy_metadata("amazon-s3-encryption-client-python")
