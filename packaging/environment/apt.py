"""Debian packages: finds missing ones, and installs them."""

from __future__ import annotations

import os
import shutil
import subprocess

from setup_error import SetupError


def is_available() -> bool:
    """Whether this system has apt and dpkg."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def missing(packages: list[str]) -> list[str]:
    """The `packages` that are neither installed nor provided by an installed one.

    Later releases rename libraries (`libglib2.0-0` became `libglib2.0-0t64`).
    """
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}|${Package}, ${Provides}\n"]
    lines = subprocess.run(query, check=True, capture_output=True, text=True).stdout.splitlines()
    present = {
        name.split()[0]
        for line in lines
        for status, _, names in [line.partition("|")]
        if status == "installed"
        for name in names.split(",")
        if name.strip()
    }
    return [package for package in packages if package not in present]


def install(packages: list[str], why: str) -> None:
    """Install `packages` as root or with passwordless sudo.

    Raises SetupError with the command to run if neither is possible, or if apt fails.
    """
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if not is_available():
        raise SetupError(f"Missing {why}. Install: {', '.join(packages)}")
    prefix = _as_root()
    if prefix is None:
        raise SetupError(f"Missing {why}. Run this command, then try again:\n    sudo {command}")
    print(f"Installing {why}: {' '.join(packages)}", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    # Another apt may be running, for example on a machine that has just booted.
    apt += ["-o", "DPkg::Lock::Timeout=120"]
    _run([*apt, "update"])
    _run([*apt, "-o", "Dpkg::Use-Pty=0", "install", "--no-install-recommends", *packages])


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def _run(command: list[str]) -> None:
    # The output is shown only if apt fails.
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise SetupError(f"{' '.join(command)} failed:\n{done.stdout}")
