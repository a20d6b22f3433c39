"""Patches moto to behave like S3 and KMS where the program depends on it.

moto accepts any algorithm name, doesn't check KMS keys, returns key references unresolved and has
no default encryption. The modules listed here wrap moto's internal methods, so exactly one minor
version of moto is supported.
"""

from __future__ import annotations

from importlib.metadata import version

from s3enc_gui.demo import (
    bucket_default,
    checksums,
    customer_key,
    keys,
    multiparts,
    null_versions,
    objects,
    slow_answers,
)
from s3enc_gui.demo.bucket_policy import enforcing
from s3enc_gui.demo.patching import Patcher, WrongMotoError

__all__ = ["WrongMotoError", "install"]

SUPPORTED = "5.2."
# If two modules wrap the same method, the later one runs first: customer_key rejects a HEAD
# request before checksums adds headers.
_MODULES = (
    keys,
    bucket_default,
    checksums,
    customer_key,
    multiparts,
    null_versions,
    objects,
    enforcing,
    slow_answers,
)


def install() -> None:
    """Wrap moto's methods for the lifetime of this process.

    Raises `WrongMotoError` if moto has another version or lacks a method.
    """
    if not version("moto").startswith(SUPPORTED):
        raise WrongMotoError(f"The demo needs moto {SUPPORTED}x, found {version('moto')}.")
    patcher = Patcher()
    for module in _MODULES:
        module.install(patcher)
    patcher.apply()
