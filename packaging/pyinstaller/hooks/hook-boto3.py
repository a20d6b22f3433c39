"""Clients only: the program uses no resources of boto3, and no data of it."""

from __future__ import annotations

hiddenimports = ["boto3.s3.inject"]
