"""The rpm: `dist/s3enc-VERSION-1.ARCH.rpm`, made by nfpm."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from debian import DESCRIPTION, MAINTAINER, SUMMARY
from freezing import make_uniform
from libraries import sonames
from places import BUNDLE, DIST, ROOT, WORK, run, source_date, version
from system_tree import fill


def build_rpm() -> Path:
    """Return the path of the package. Raises CalledProcessError."""
    root = WORK / "rpm"
    fill(root, zsh="site-functions")
    licenses = root / "usr/share/licenses/s3enc"
    licenses.mkdir(parents=True)
    (licenses / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
    make_uniform(root)
    configuration = WORK / "nfpm.json"  # JSON is YAML
    configuration.write_text(json.dumps(_configuration(root), indent=1), encoding="utf-8")
    for old in DIST.glob("s3enc-*.rpm"):
        old.unlink()
    nfpm = Path(sys.executable).with_name("nfpm")
    run(nfpm, "package", "--packager", "rpm", "--config", configuration, "--target", DIST)
    (package,) = DIST.glob("s3enc-*.rpm")
    return package


def _configuration(root: Path) -> dict[str, object]:
    date = datetime.fromtimestamp(source_date(), UTC).isoformat()
    return {
        "name": "s3enc",
        "arch": "amd64",
        "platform": "linux",
        "version": version(),
        "release": "1",
        "maintainer": MAINTAINER,
        "vendor": "S3enc contributors",
        "license": "Apache-2.0 AND LGPL-3.0-only",
        "description": "\n".join(line if line != "." else "" for line in DESCRIPTION),
        "mtime": date,
        # Names of libraries are the same in all distributions, those of packages aren't.
        "depends": [f"{name}()(64bit)" for name in sonames(BUNDLE) if not name.startswith("ld-")],
        "recommends": ["ca-certificates", "xdg-utils"],
        "rpm": {
            "summary": f"E{SUMMARY[1:]}",
            "group": "Applications/Internet",
            "compression": "xz",
            "buildhost": "localhost",
        },
        "contents": [_content(root, path, date) for path in _files(root)],
    }


def _files(root: Path) -> list[Path]:
    """Return files, links, and the folders that are the package's alone."""
    return [
        path
        for path in sorted(root.rglob("*"))
        if not path.is_dir() or path.is_symlink() or "s3enc" in path.relative_to(root).parts
    ]


def _content(root: Path, path: Path, date: str) -> dict[str, object]:
    place = f"/{path.relative_to(root).as_posix()}"
    if path.is_symlink():
        return {"src": str(path.readlink()), "dst": place, "type": "symlink"}
    info = {"mode": path.stat().st_mode & 0o777, "mtime": date, "owner": "root", "group": "root"}
    if path.is_dir():
        return {"dst": place, "type": "dir", "file_info": info}
    return {"src": str(path), "dst": place, "file_info": info}
