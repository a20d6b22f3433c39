"""`s3enc reencrypt`: changes the encryption of objects that are already stored."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.arguments import add_connection
from s3enc_gui.cli.keys.key_option import add_customer_key, add_source_key
from s3enc_gui.cli.reencrypt import commands
from s3enc_gui.i18n import _


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.description = _(
        "Changes the encryption of stored objects: in place where Amazon S3 does that (from SSE-S3"
        " or SSE-KMS to SSE-KMS), else by copying them onto themselves. First comes a dry run that"
        " says the way of each object and what it takes. Every object is verified afterwards. An"
        " interrupted run goes on when the same command is run again."
    )
    parser.set_defaults(
        run=commands.run,
        stopping=_("Stopping after the objects in progress. The same command goes on from here."),
    )
    parser.add_argument(
        "scope",
        metavar="s3://BUCKET[/PREFIX]",
        nargs="?",
        help=_("the objects whose keys begin so"),
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--to",
        metavar="ENCRYPTION",
        help=_(
            "AES256, aws:kms=KEY, aws:kms:dsse=KEY or SSE-C; KEY is an ARN, key ID or alias/NAME"
        ),
    )
    what.add_argument(
        "--undo",
        metavar="LOG",
        help=_("bring back what the objects of an earlier run had; LOG is its ID or file"),
    )
    what.add_argument(
        "--list", action="store_true", help=_("list the runs on this computer, with their IDs")
    )
    what.add_argument(
        "--show", metavar="ID", help=_("say what became of a run; with --receipts, of each object")
    )
    what.add_argument("--resume", metavar="ID", help=_("go on with an unfinished run"))
    what.add_argument(
        "--discard",
        metavar="ID",
        help=_("give up an unfinished run; the objects that are left stay as they are"),
    )
    parser.add_argument(
        "--where",
        metavar="ENCRYPTION",
        action="append",
        default=[],
        help=_(
            "only objects that are encrypted so now: none, AES256, aws:kms[=KEY],"
            " aws:kms:dsse[=KEY] or SSE-C; several times for several"
        ),
    )
    parser.add_argument(
        "--bucket-key",
        action=argparse.BooleanOptionalAction,
        default=False,
        help=_("use an S3 Bucket Key, which reduces requests to AWS KMS (default: no)"),
    )
    add_customer_key(parser, _("customer-provided key of --to SSE-C, or that --undo brings back"))
    add_source_key(parser)
    _add_ways(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--dry-run", action="store_true", help=_("say what would be done, and change nothing")
    )
    which.add_argument("--yes", action="store_true", help=_("change without asking"))
    parser.add_argument(
        "--anew",
        action="store_true",
        help=_("look at all objects again instead of going on with an interrupted run"),
    )
    parser.add_argument(
        "--receipts",
        metavar="FILE",
        help=_("write what was before and after to a CSV or .json file"),
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))
    add_connection(parser)


def _add_ways(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--versions",
        action="store_true",
        help=_("also older versions, which can only be changed in place"),
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--copy", action="store_true", help=_("copy also what could be changed in place")
    )
    ways.add_argument(
        "--try-in-place",
        action="store_true",
        help=_(
            "on an S3-compatible server, try with a test object whether it changes encryption in"
            " place; otherwise objects are copied there"
        ),
    )
