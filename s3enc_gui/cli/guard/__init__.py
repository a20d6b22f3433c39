"""`s3enc guard`: makes a bucket deny uploads that aren't encrypted as wanted."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.arguments import add_log_level
from s3enc_gui.cli.bucket_settings.writing import (
    add_bucket,
    add_connection_and_json,
    add_writing,
)
from s3enc_gui.cli.guard import commands
from s3enc_gui.domain.guard.rules import Rule
from s3enc_gui.i18n import _
from s3enc_gui.wording.guard.files import PolicyFormat
from s3enc_gui.wording.guard.rules import rule_text


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands and their options."""
    parser.description = _(
        "Adds statements to the bucket policy that deny uploads without the required encryption."
        " Statements that aren't S3enc's stay as they are, byte for byte."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for add, name, summary, description in (
        (
            _add_show,
            "show",
            _("show which uploads the bucket policy denies"),
            _("Shows S3enc's rules in the bucket policy, and what it says about some uploads."),
        ),
        (
            _add_set,
            "set",
            _("require encryption"),
            _(
                "Says what the rules will break, tries the changed policy on this computer, shows"
                " the difference, asks, writes the policy and reads it back. The rules replace"
                " those of before."
            ),
        ),
        (
            _add_remove,
            "remove",
            _("no longer require encryption"),
            _("Removes S3enc's statements from the bucket policy."),
        ),
        (
            _add_prove,
            "prove",
            _("try the rules with tiny objects"),
            _(
                "Uploads tiny objects that the policy should accept or deny, and removes them by"
                " their versions. Not where Object Lock or replication would keep them."
            ),
        ),
        (
            _add_undo,
            "undo",
            _("bring back the bucket policy of before the last change"),
            _(
                "Brings back the whole bucket policy of before the last change from this computer,"
                " if nobody has changed it since."
            ),
        ),
        (
            _add_export,
            "export",
            _("write the changed bucket policy to a file"),
            _(
                "Writes the whole policy with the rules to a file, for those who may not write it"
                " to the bucket. The bucket isn't changed."
            ),
        ),
    ):
        action = actions.add_parser(name, help=summary, description=description)
        action.set_defaults(stopping=_("Stopping."))
        add_bucket(action)
        add(action)
        add_connection_and_json(action)
        add_log_level(action)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--require",
        action="append",
        choices=[rule.value for rule in Rule],
        required=True,
        metavar="RULE",
        help=_("what uploads must have; several times for several rules: {rules}").format(
            rules=", ".join(f"{rule.value} ({rule_text(rule)})" for rule in Rule)
        ),
    )
    parser.add_argument(
        "--sse-kms-key-id", metavar="ARN", help=_("the key of --require kms-key, by its ARN")
    )


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.show)


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.set_rules)
    _add_rules(parser)
    parser.add_argument(
        "--prove",
        action="store_true",
        help=_("afterwards, try it with tiny objects, and remove them by their versions"),
    )
    add_writing(parser)


def _add_remove(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.remove)
    add_writing(parser)


def _add_prove(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.prove)
    parser.add_argument("--yes", action="store_true", help=_("try it without asking"))


def _add_undo(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.undo_rules)
    add_writing(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.export)
    _add_rules(parser)
    parser.add_argument(
        "--format",
        choices=[one.value for one in PolicyFormat],
        default=PolicyFormat.JSON.value,
        help=_("default: json, the policy itself"),
    )
    parser.add_argument("--output", metavar="FILE", help=_("file; default: standard output"))
