"""Options that both commands have."""

from __future__ import annotations

import argparse
from urllib.parse import urlsplit

from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection


def add_connection(parser: argparse.ArgumentParser) -> None:
    """Add where and as whom."""
    parser.add_argument("--profile", metavar="P", help="profile of ~/.aws")
    parser.add_argument("--region", metavar="R")
    parser.add_argument("--endpoint-url", metavar="U", help="a server other than Amazon's")
    parser.add_argument("--ca-bundle", metavar="F", help="PEM file of trusted authorities")


def connection_of(arguments: argparse.Namespace) -> Connection:
    """Return the connection the options name; warns where it would send in the clear."""
    connection = Connection(
        profile=arguments.profile,
        region=arguments.region,
        endpoint_url=arguments.endpoint_url,
        ca_bundle=arguments.ca_bundle,
    )
    if connection.sends_in_the_clear:
        host = urlsplit(arguments.endpoint_url).hostname
        printer.say(f"Warning: http:// sends everything to {host} unprotected.")
    return connection


def pair(text: str) -> tuple[str, str]:
    """Read NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name, value
