"""The Region of the KMS keys that a bucket can use, by the words that servers use for theirs."""

from __future__ import annotations

from s3enc_gui.regex import regex

# Emulators of AWS have such Regions, too; `auto`, `default`, `WEUR` and `fr-par` are others.
_AWS = regex(r"[a-z]{2,4}(-[a-z]+)+-[0-9]")


def is_aws_region(name: str) -> bool:
    """Whether it is a Region as AWS names them, where KMS keys can be."""
    return _AWS.fullmatch(name) is not None


def region_of_keys(location: str | None, region: str) -> str:
    """Return the Region of KMS keys for a bucket, by what its server reports, and its requests."""
    return location if location and is_aws_region(location) else region
