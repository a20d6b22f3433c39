"""Finds the local paths of files that are given as URLs: where their drives are mounted.

- GVFS (GNOME): `$XDG_RUNTIME_DIR/gvfs/smb-share:server=nas,share=photos/…` (gvfs, gmountspec.c:
  type, then fields in any order, percent-encoded; the path below it is without `prefix`).
- KIO-FUSE (KDE): `$XDG_RUNTIME_DIR/kio-fuse-…/smb/user@nas/photos/…`.
- Mounts of the kernel (proc(5), `/proc/self/mounts`): CIFS, NFS, sshfs.
- Windows: `\\\\server\\share\\…`.
"""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from s3enc_gui.domain.uploads.addresses import FileAddress, not_a_local_file, parse_file_address
from s3enc_gui.regex import regex

MOUNTS = Path("/proc/self/mounts")

_GVFS_TYPES = {  # by scheme, where they differ
    "smb": "smb-share",
    "afp": "afp-volume",
    "ssh": "sftp",
    "davs": "dav",
}
_KERNEL_TYPES = {
    "cifs": "smb",
    "smb3": "smb",
    "nfs": "nfs",
    "nfs4": "nfs",
    "fuse.sshfs": "sftp",
}
_SHARE = regex(r"//([^/]+)(/.*)")
_EXPORT = regex(r"(?:[^@]*@)?(\[.*\]|[^:]+):(/.*)")
_OCTAL = regex(r"\\([0-7]{3})")


def local_path(source: str) -> str:
    """Return the path of a file that is given as path or URL; it may not exist.

    Looks at the disk. Raises AppError for URLs of drives that aren't mounted.
    """
    address = file_address(source)
    if address is None:
        return source
    path = _local(address)
    if path is None:
        raise not_a_local_file(address)
    return f"{path}/" if source.endswith("/") and not path.endswith(("/", "\\")) else path


def file_address(source: str) -> FileAddress | None:
    """Return the parts of a URL; None: it is a path, such as of an existing file `smb:/a`."""
    return None if os.path.lexists(source) else parse_file_address(source)


def _local(address: FileAddress) -> str | None:
    if address.scheme == "file":
        if address.host.casefold() in ("", "localhost", socket.gethostname().casefold()):
            return address.path[1:] if re.match("/[a-z]:", address.path, re.I) else address.path
        address = replace(address, scheme="smb")  # file://server/share: a UNC path of Windows
    if address.scheme == "smb" and sys.platform == "win32":
        return f"//{address.host}{address.path}".replace("/", "\\")
    found = (*_gvfs(address), *_kio_fuse(address), *_kernel(address))
    return next((path for path in found if os.path.lexists(path)), next(iter(found), None))


def _gvfs(address: FileAddress) -> Iterator[str]:
    """Yield the paths below mounts of GVFS that fit, those with the longest prefix first."""
    found: list[tuple[int, str]] = []
    for root in _roots("gvfs", "~/.gvfs"):
        for name in _names(root):
            prefix = _gvfs_prefix(address, name)
            if prefix is not None:
                rest = address.path[len(prefix) :].strip("/")
                found.append((-len(prefix), str(root / name / rest)))
    yield from (path for _, path in sorted(found))


def _gvfs_prefix(address: FileAddress, mount: str) -> str | None:
    """Return what of the address's path the mount stands for; None: it is another drive."""
    kind, _, rest = mount.partition(":")
    fields = {key: unquote(value) for key, _, value in (f.partition("=") for f in rest.split(","))}
    host = fields.get("server", fields.get("host", ""))
    secure = fields.get("ssl") == "true"
    share = fields.get("share", fields.get("volume", ""))
    if (
        kind != _GVFS_TYPES.get(address.scheme, address.scheme)
        or host.casefold() != address.host.casefold()
        or (address.scheme in ("dav", "davs") and secure != (address.scheme == "davs"))
        or (address.user and fields.get("user", address.user) != address.user)
        or (address.port and fields.get("port", address.port) != address.port)
    ):
        return None
    return _prefix(address.path, f"/{share}" if share else fields.get("prefix", "/"))


def _prefix(path: str, prefix: str) -> str | None:
    """Return the start of a path that is the prefix, regardless of case; None: it isn't there."""
    prefix = prefix.rstrip("/")
    start, rest = path[: len(prefix)], path[len(prefix) :]
    fits = start.casefold() == prefix.casefold() and rest[:1] in ("", "/")
    return start if fits else None


def _kio_fuse(address: FileAddress) -> Iterator[str]:
    for root in _roots(""):
        for name in _names(root):
            if name.startswith("kio-fuse-"):
                top = root / name / address.scheme / address.authority
                if top.exists():
                    yield str(top / address.path.strip("/"))


def _kernel(address: FileAddress) -> Iterator[str]:
    lines: list[str] = []
    with suppress(OSError):
        lines = MOUNTS.read_text(errors="surrogateescape").splitlines()
    for line in lines:
        device, mount, kind, *_ = [*map(_unescaped, line.split()), "", "", ""]
        scheme = _KERNEL_TYPES.get(kind)
        found = (_SHARE if scheme == "smb" else _EXPORT).fullmatch(device)
        wanted = _GVFS_TYPES.get(address.scheme) if address.scheme == "ssh" else address.scheme
        if scheme == wanted and found and found[1].casefold() == address.host.casefold():
            prefix = _prefix(address.path, found[2])
            if prefix is not None:
                yield str(Path(mount) / address.path[len(prefix) :].strip("/"))


def _unescaped(field: str) -> str:
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), field)


def _roots(below: str, *others: str) -> Iterator[Path]:
    """Yield folders of this session where drives are mounted."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / below
    for other in others:
        with suppress(RuntimeError):  # no home
            yield Path(other).expanduser()


def _names(folder: Path) -> list[str]:
    with suppress(OSError):
        return sorted(child.name for child in folder.iterdir())
    return []
