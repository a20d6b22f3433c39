"""Gives moto the manners of AWS in the places that the program shows.

moto is forgiving: it stores any algorithm name, asks no KMS key, repeats key ids as they came and
has no default encryption. The modules named here put that right by wrapping moto's own methods;
they reach into its insides, so exactly one version of moto is supported.
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
    policy,
    slow_answers,
)
from s3enc_gui.demo.patching import Patcher, WrongMotoError

__all__ = ["WrongMotoError", "install"]

SUPPORTED = "5.2."
# Of two that wrap the same method, the later one is asked first: customer_key refuses a HEAD
# before checksums states anything.
_MODULES = (
    keys,
    bucket_default,
    checksums,
    customer_key,
    multiparts,
    null_versions,
    objects,
    policy,
    slow_answers,
)


def install() -> None:
    """Wrap moto's methods, for the rest of this process.

    Raises `WrongMotoError` if moto is of another version or does not have them.
    """
    if not version("moto").startswith(SUPPORTED):
        raise WrongMotoError(f"The demo needs moto {SUPPORTED}x, found {version('moto')}.")
    patcher = Patcher()
    for module in _MODULES:
        module.install(patcher)
    patcher.apply()
