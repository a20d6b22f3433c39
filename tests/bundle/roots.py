"""Bare Debian systems in folders, with nothing but the essential packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SUITES = ("bookworm", "trixie")  # the oldest system that README names, and a newer one


def mirror() -> str:
    """Return the address of the packages: S3ENC_DEBIAN_MIRROR, or that of this computer."""
    if chosen := os.environ.get("S3ENC_DEBIAN_MIRROR"):
        return chosen
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return next(uri for uri in found if not uri.rstrip("/").endswith("-security"))


class Root:
    """A system in a folder; programs run in it as root, on the network of this computer.

    Mounts exist in a program's own namespace only: they end with it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(
        self,
        argv: Sequence[str | os.PathLike[str]],
        environment: Mapping[str, str],
        shared: Sequence[Path] = (),
    ) -> list[str]:
        """Return the command that runs a program in the root; it keeps its process ID.

        `shared`: folders of this computer that are in the root at the same place.
        """
        mounts = ["mount --rbind /dev $0/dev", "mount -t proc proc $0/proc"]
        for one in shared:
            mounts.append(f"mkdir -p $0{one} && mount --rbind {one} $0{one}")
        script = " && ".join([*mounts, 'exec chroot "$0" env -i "$@"'])
        variables = [f"{name}={value}" for name, value in environment.items()]
        words = [*variables, *(str(word) for word in argv)]
        return ["unshare", "--mount", "sh", "-ec", script, str(self.folder), *words]

    def run(self, *argv: str, **environment: str) -> str:
        """Return what a program prints. Raises AssertionError where it fails."""
        base = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            self.command(argv, {**base, "DEBIAN_FRONTEND": "noninteractive", **environment}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{argv}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def files(self) -> set[str]:
        """Return the paths of all files and folders."""
        return {
            path.relative_to(self.folder).as_posix()
            for top in ("etc", "home", "opt", "root", "srv", "usr", "var")
            for path in (self.folder / top).rglob("*")
        }


def make_root(suite: str, kept: Path, folder: Path) -> Root:
    """Return a new root in `folder`; `kept` is a folder for the downloads of later runs.

    Raises CalledProcessError where debootstrap fails.
    """
    base = kept / suite
    if not (base / "complete").exists():
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir(parents=True)
        command = ["debootstrap", "--variant=minbase", suite, str(base / "root"), mirror()]
        subprocess.run(command, check=True, capture_output=True)
        (base / "complete").touch()
    subprocess.run(["cp", "-a", "--reflink=auto", str(base / "root"), str(folder)], check=True)
    shutil.copyfile("/etc/resolv.conf", folder / "etc/resolv.conf")
    return Root(folder)
