"""The man pages of both programs."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from options import (
    actions_of,
    command_sections,
    commands_of,
    entries,
    name_of,
    synopsis,
)
from roff import bold, entry, escaped, heading, lines, literal, paragraph, section

CONNECTION, LOG = "CONNECTION OPTIONS", "LOG OPTIONS"

_VERIFIED = (
    "After each upload, S3enc reads what Amazon S3 stored: type of encryption, AWS KMS key, S3"
    " Bucket Key, size, checksum, and the properties that were set. It compares this with what"
    " was requested. Only if everything matches, the upload is verified."
)
_STATUS = {
    "0": "Everything is done and verified.",
    "1": "Something failed, could not be verified, or was done but could not be printed.",
    "2": "Wrong usage.",
    "3": "Stored differently than requested; or an audit found objects that do not comply.",
    "130": "Interrupted. Incomplete uploads are discarded; downloads and audits can be resumed.",
}
_ENVIRONMENT = {
    "AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION": (
        "Credentials and Region, as in the AWS CLI. Options override them."
    ),
    "AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL": "Servers other than AWS.",
    "AWS_CA_BUNDLE": "PEM file of trusted certificate authorities.",
    "AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT": "Kinds of AWS endpoints.",
    "HTTPS_PROXY, HTTP_PROXY, NO_PROXY": "Proxies, and the hosts that need none.",
    "LANGUAGE, LC_ALL, LC_MESSAGES, LANG": "The language of all texts.",
}
_FILES = {
    "~/.config/s3enc/": "Settings and saved connections. Secrets are in the system's keyring.",
    "~/.local/share/s3enc/": "The journal: uploads under way, and the receipts.",
    "~/.local/state/s3enc/log/": "The log. Secrets are masked; names of files are not.",
    "~/.aws/": "Profiles and sign-ins, shared with the AWS CLI.",
}
_EXAMPLES = (
    (
        "Upload a folder, encrypted with a KMS key:",
        "s3enc upload photos/ s3://my-bucket/2026/ --sse-kms-key-id alias/my-key",
    ),
    (
        "Find out what will make an upload fail; upload nothing:",
        "s3enc upload report.pdf s3://my-bucket/ --check",
    ),
    ("Show how an object is encrypted:", "s3enc inspect s3://my-bucket/report.pdf"),
    (
        "List the objects that are not encrypted with a KMS key:",
        "s3enc audit s3://my-bucket/ --require aws:kms --output audit.html",
    ),
)


def command_line_page(parser: argparse.ArgumentParser, version: str, day: date) -> str:
    """Return s3enc(1). `parser`: with the options of all commands."""
    shared = _shared(parser)
    return _page(
        _title("S3ENC", version, day),
        section("NAME"),
        r"s3enc \- verified, encrypted uploads to Amazon S3",
        section("SYNOPSIS"),
        *lines(f"{synopsis('s3enc', parser, ())} \\fICOMMAND\\fR ..."),
        section("DESCRIPTION"),
        *lines(
            bold("s3enc")
            + escaped(" uploads, downloads, inspects and audits objects in Amazon S3")
            + escaped(" and in compatible services. ")
            + escaped(_VERIFIED)
        ),
        *entries(actions_of(parser)),
        section("COMMANDS"),
        *command_sections("s3enc", parser, {name: title for name, (title, _) in shared.items()}),
        *_shared_section(CONNECTION, shared.values()),
        *_shared_section(LOG, shared.values()),
        section("EXIT STATUS"),
        *_list(_STATUS),
        *_common(),
        section("EXAMPLES"),
        *(line for about, command in _EXAMPLES for line in _example(about, command)),
        section("SEE ALSO"),
        r"\fBs3enc\-gui\fR(1), \fBaws\fR(1)",
    )


def window_page(parser: argparse.ArgumentParser, version: str, day: date) -> str:
    """Return s3enc-gui(1)."""
    return _page(
        _title("S3ENC-GUI", version, day),
        section("NAME"),
        r"s3enc\-gui \- verified, encrypted uploads to Amazon S3, in a window",
        section("SYNOPSIS"),
        *lines(synopsis("s3enc-gui", parser, ())),
        section("DESCRIPTION"),
        *lines(
            bold("s3enc-gui")
            + escaped(
                " opens the window of S3enc. Files and folders that are"
                " named are offered for upload; nothing is uploaded before you say so. "
            )
            + escaped(_VERIFIED)
        ),
        section("OPTIONS"),
        *entries(actions_of(parser)),
        section("EXIT STATUS"),
        *_list({"0": "The window was closed.", "2": "Wrong usage."}),
        *_common(),
        section("SEE ALSO"),
        r"\fBs3enc\fR(1)",
    )


def _title(name: str, version: str, day: date) -> str:
    return heading(name, "1", day.isoformat(), f"S3enc {version}", "User Commands")


def _page(*parts: str) -> str:
    kept = [one for before, one in pairwise(("", *parts)) if not _doubled(before, one)]
    return "\n".join(kept) + "\n"


def _doubled(before: str, line: str) -> bool:
    """Return whether a paragraph begins right after a title, where it begins anyway."""
    return line == ".PP" and before.startswith((".SH ", ".SS "))


def _common() -> Iterator[str]:
    yield section("ENVIRONMENT")
    yield from _list(_ENVIRONMENT)
    yield section("FILES")
    yield from _list(_FILES)


def _list(items: dict[str, str]) -> Iterator[str]:
    for term, text in items.items():
        yield from entry(bold(term), escaped(text))


def _example(about: str, command: str) -> Iterator[str]:
    yield from paragraph(escaped(about))
    yield from literal([command])


def _shared(parser: argparse.ArgumentParser) -> dict[str, tuple[str, argparse.Action]]:
    """Return the options that all commands with a connection have, and their sections."""
    found: dict[str, tuple[str, argparse.Action]] = {}
    for command in _leaves(parser):
        actions = {name_of(one): one for one in actions_of(command) if one.option_strings}
        start = list(actions).index("--connection") if "--connection" in actions else None
        if start is not None and not found:
            names = list(actions)
            for name in names[start : names.index("--proxy") + 1]:
                found[name] = (CONNECTION, actions[name])
        if "--log-level" in actions:
            found.setdefault("--log-level", (LOG, actions["--log-level"]))
    return found


def _leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    commands = commands_of(parser)
    if not commands:
        yield parser
    for command in commands.values():
        yield from _leaves(command)


def _shared_section(title: str, shared: Iterable[tuple[str, argparse.Action]]) -> Iterator[str]:
    yield section(title)
    yield from entries([action for one, action in shared if one == title])
