"""Which certificate authorities are trusted: one TLS context for all requests.

With a CA bundle: its authorities only, as in the AWS CLI. Else those of the operating system.
"""

from __future__ import annotations

import ssl
import sys
from pathlib import Path
from threading import Lock

# Where distributions keep the bundle. OpenSSL's own path is empty in programs that bring their own
# OpenSSL: it names a folder of the computer on which it was built.
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Alpine
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",  # older RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/var/lib/ca-certificates/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine
)

_lock = Lock()
_contexts: dict[tuple[object, ...], ssl.SSLContext] = {}


def tls_context(bundle: str | None) -> ssl.SSLContext:
    """Return the context for a CA bundle (a file or a folder), or for the system's authorities.

    It is made once a process, because reading the authorities takes about 20 ms, and again where
    the bundle has changed. Don't change it: it is shared. Raises OSError, including ssl.SSLError,
    where the bundle can't be used.
    """
    key = _version(bundle) if bundle else tuple(ssl.get_default_verify_paths())
    with _lock:
        context = _contexts.get(key)
        if context is None:
            context = _contexts[key] = _prepared(_of_bundle(bundle) if bundle else _of_system())
        return context


def count_authorities(bundle: str | None) -> int | None:
    """Return how many authorities are trusted; None: the system decides for each certificate.

    Raises OSError, including ssl.SSLError, where the bundle can't be used.
    """
    context = tls_context(bundle)
    if bundle is None and sys.platform != "linux":
        return None
    loaded = context.cert_store_stats()["x509_ca"]
    folder = bundle or ssl.get_default_verify_paths().capath
    # OpenSSL reads those of a folder when it needs one.
    hashed = len(list(Path(folder).glob("*.[0-9]"))) if folder and Path(folder).is_dir() else 0
    return max(loaded, hashed)


def _version(bundle: str) -> tuple[object, ...]:
    state = Path(bundle).stat()
    return bundle, state.st_ino, state.st_mtime_ns, state.st_size


def _of_bundle(bundle: str) -> ssl.SSLContext:
    if Path(bundle).is_dir():
        return ssl.create_default_context(capath=bundle)
    return ssl.create_default_context(cafile=bundle)


def _of_system() -> ssl.SSLContext:
    if sys.platform != "linux":
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return context
    paths = ssl.get_default_verify_paths()  # of a file and a folder that exist
    # OpenSSL looks authorities up in the folder by the hashes of their names.
    if paths.cafile or (paths.capath and any(Path(paths.capath).glob("*.0"))):
        return ssl.create_default_context()
    found = (path for path in BUNDLES if Path(path).is_file())
    return _of_bundle(next(found, None) or _shipped_bundle())


def _shipped_bundle() -> str:
    """Return the bundle that comes with botocore."""
    from botocore.httpsession import where

    path: str = where()
    return path


def _prepared(context: ssl.SSLContext) -> ssl.SSLContext:
    """Make the context the same on all versions of Python.

    From 3.13 on, default contexts are strict about RFC 5280, which certificates of many companies'
    authorities aren't: they lack an Authority Key Identifier. They also accept a bundle with an
    intermediate authority but not its root, as curl does.
    """
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.set_alpn_protocols(["http/1.1"])  # urllib3 sets it at each connection
    return context
