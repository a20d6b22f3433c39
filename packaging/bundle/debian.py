"""The deb: `dist/s3enc_VERSION_ARCH.deb`."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_files import compress
from freezing import make_uniform
from libraries import elf_files
from places import BUNDLE, DIST, PACKAGING, ROOT, WORK, environment, run, source_date, version
from system_tree import LIBRARY, fill

MAINTAINER = "S3enc contributors <s3enc@users.noreply.github.com>"
SUMMARY = "encrypted uploads to Amazon S3, with proof"
DESCRIPTION = (
    "S3enc uploads files to Amazon S3 with the encryption that you choose, asks S3",
    "what it stored, and compares the two. It also browses buckets, shows how",
    "objects are encrypted, audits, copies, moves, downloads and deletes them.",
    ".",
    "It consists of a window (s3enc-gui) and a command line (s3enc). Python, Qt and",
    "all other libraries that a desktop doesn't have are in the package.",
)
_REVISION = "1"


def build_deb() -> Path:
    """Return the path of the package. Raises CalledProcessError."""
    root = WORK / "deb"
    fill(root, zsh="vendor-completions")
    _document(root / "usr/share/doc/s3enc")
    overrides = root / "usr/share/lintian/overrides/s3enc"
    overrides.parent.mkdir(parents=True)
    overrides.write_bytes((PACKAGING / "debian" / "lintian-overrides").read_bytes())
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    (root / "DEBIAN" / "md5sums").write_text(_sums(root), encoding="utf-8")
    architecture = _said_by("dpkg", "--print-architecture")
    control.write_text(_control(architecture, _size(root), _dependencies()), encoding="utf-8")
    make_uniform(root)
    package = DIST / f"s3enc_{version()}-{_REVISION}_{architecture}.deb"
    package.unlink(missing_ok=True)
    options = ["--root-owner-group", "-Zxz", "-z6", "--threads-max=1"]
    run("dpkg-deb", *options, "--build", root, package)
    return package


def _control(architecture: str, size: int, dependencies: str) -> str:
    fields = {
        "Package": "s3enc",
        "Version": f"{version()}-{_REVISION}",
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size),
        "Depends": dependencies,
        "Recommends": "ca-certificates, xdg-utils",
        "Suggests": "gnome-keyring | kwalletmanager",
        "Section": "net",
        "Priority": "optional",
        "Description": "\n ".join([SUMMARY, *DESCRIPTION]),
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _dependencies() -> str:
    """Return what dpkg-shlibdeps finds: the packages of the libraries, with their versions."""
    work = WORK / "shlibdeps"
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian" / "control").write_text("Source: s3enc\n\nPackage: s3enc\nArchitecture: any\n")
    folders = sorted({file.parent for file in BUNDLE.rglob("*.so*")})
    command = [
        "dpkg-shlibdeps",
        "-O",
        "--ignore-missing-info",
        *(f"-l{folder}" for folder in folders),
    ]
    command += [f"-x{package}" for package in _bundled_packages()]
    command += [f"-e{file}" for file in elf_files(BUNDLE)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=work, env=environment())
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, "dpkg-shlibdeps", stderr=done.stderr)
    return done.stdout.strip().partition("=")[2]


def _document(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "copyright").write_text(_copyright(), encoding="utf-8")
    (folder / "LICENSES").symlink_to("../../../lib/s3enc/lib/LICENSES")
    date = datetime.fromtimestamp(source_date(), UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    entry = f"s3enc ({version()}-{_REVISION}) stable; urgency=medium\n\n  * See changelog.gz.\n\n"
    (folder / "changelog.Debian").write_text(f"{entry} -- {MAINTAINER}  {date}\n", encoding="utf-8")
    (folder / "changelog").write_bytes((ROOT / "CHANGELOG.md").read_bytes())
    compress(folder / "changelog.Debian")
    compress(folder / "changelog")


def _components() -> list[dict[str, Any]]:
    listed = json.loads((BUNDLE / "lib/LICENSES/s3enc.spdx.json").read_text("utf-8"))["packages"]
    return list(listed[1:])  # the first is the program


def _bundled_packages() -> list[str]:
    """Return Debian's packages whose libraries are in the bundle."""
    urls = [one["externalRefs"][0]["referenceLocator"] for one in _components()]
    prefix = "pkg:deb/debian/"
    return [url.removeprefix(prefix).partition("@")[0] for url in urls if url.startswith(prefix)]


def _copyright() -> str:
    lines = [
        f"   {one['name']} {one['versionInfo']}: {one['licenseDeclared']}" for one in _components()
    ]
    return "\n".join(
        [
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
            "Upstream-Name: S3enc",
            "Comment: The package has other components in it. Their licenses and notices are in",
            f" /{LIBRARY}/lib/LICENSES, a folder for each; the list is s3enc.spdx.json there.",
            " Qt and PySide6 are used under the LGPL, version 3: their libraries are files of",
            " their own in /usr/lib/s3enc/lib, and can be replaced.",
            " .",
            *lines,
            "",
            "Files: *",
            f"Copyright: {datetime.fromtimestamp(source_date(), UTC).year} S3enc contributors",
            "License: Apache-2.0",
            " On Debian systems, the text of the license is in",
            " /usr/share/common-licenses/Apache-2.0.",
            "",
        ]
    )


def _sums(root: Path) -> str:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    return "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}"
        f"  {path.relative_to(root).as_posix()}\n"
        for path in files
        if path.relative_to(root).parts[0] != "DEBIAN"
    )


def _size(root: Path) -> int:
    """Return KiB, counted as Debian's policy says: each file rounded up."""
    files = [path for path in root.rglob("*") if not path.is_symlink()]
    return sum(-(-path.stat().st_size // 1024) if path.is_file() else 1 for path in files)


def _said_by(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
