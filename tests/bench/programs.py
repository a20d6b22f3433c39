"""The programs, and their commands to upload a file or a folder with SSE-S3."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.servers.server import Server

PARALLEL = 32  # files at a time, for programs with such an option
_BIN = Path(sys.executable).parent
_RIVALS = Path(sys.prefix) / "bench"

# Source, bucket, prefix.
Command = Callable[[Path, str, str], list[str]]


@dataclass(frozen=True)
class Program:
    """`command` uploads a file, or the files of a folder, to a prefix."""

    name: str
    version: str
    command: Command


def programs() -> list[Program]:
    """S3enc and the other installed programs; `make bench` installs s5cmd and rclone."""
    found = [
        Program("S3enc", version("s3enc"), _s3enc),
        Program("boto3", version("boto3"), _boto3),
    ]
    for file in _RIVALS.glob("lib/*/site-packages/s5cmd/bin/s5cmd"):
        # Not the script of that name, which would start another Python first.
        found.append(Program("s5cmd", _says(file, "version"), _s5cmd(file)))
    file = _RIVALS / "bin" / "rclone"
    if file.exists():
        found.append(Program("rclone", _says(file, "version"), _rclone(file)))
    return found


def curl() -> Program | None:
    """Return curl, which uploads one file, without a signature; None if it isn't installed."""
    file = shutil.which("curl")
    if file is None:
        return None

    def command(source: Path, bucket: str, prefix: str) -> list[str]:
        url = f"$S3_ENDPOINT_URL/{bucket}/{prefix}{source.name}"
        options = "--silent --show-error --fail --http1.1 --header Expect:"
        return ["/bin/sh", "-c", f'exec {file} {options} --upload-file "{source}" "{url}"']

    return Program("curl", _says(Path(file), "--version").split()[1], command)


def environment(server: Server) -> dict[str, str]:
    """The environment variables that make the programs use this server only."""
    variables = server.environment() | {
        "S3_ENDPOINT_URL": server.endpoint_url,
        "RCLONE_CONFIG_BENCH_TYPE": "s3",
        "RCLONE_CONFIG_BENCH_PROVIDER": "Other",
        "RCLONE_CONFIG_BENCH_ENV_AUTH": "true",
        "RCLONE_CONFIG_BENCH_ENDPOINT": server.endpoint_url,
        "RCLONE_CONFIG_BENCH_REGION": server.region,
        "RCLONE_CONFIG_BENCH_SERVER_SIDE_ENCRYPTION": "AES256",
    }
    if server.ca_bundle:
        variables["SSL_CERT_FILE"] = str(server.ca_bundle)  # Go's
        variables["CURL_CA_BUNDLE"] = str(server.ca_bundle)
    return variables


def _s3enc(source: Path, bucket: str, prefix: str) -> list[str]:
    where = f"s3://{bucket}/{prefix}"
    return [str(_BIN / "s3enc"), "upload", str(source), where, "--sse", "AES256", "--quiet"]


def _boto3(source: Path, bucket: str, prefix: str) -> list[str]:
    script = ["-m", "tests.bench.scripts.boto3_upload"]
    return [sys.executable, *script, str(source), bucket, prefix]


def _s5cmd(file: Path) -> Command:
    def command(source: Path, bucket: str, prefix: str) -> list[str]:
        what = f"{source}/" if source.is_dir() else str(source)
        options = ["--log", "error", "cp", "--sse", "AES256"]
        return [str(file), *options, what, f"s3://{bucket}/{prefix}"]

    return command


def _rclone(file: Path) -> Command:
    def command(source: Path, bucket: str, prefix: str) -> list[str]:
        options = ["--config=", f"--transfers={PARALLEL}", "copy"]
        return [str(file), *options, str(source), f"bench:{bucket}/{prefix}"]

    return command


def _says(file: Path, *arguments: str) -> str:
    said = subprocess.run([file, *arguments], check=True, capture_output=True, text=True).stdout
    return said.splitlines()[0].removeprefix("rclone ").removeprefix("v").partition("-")[0]
