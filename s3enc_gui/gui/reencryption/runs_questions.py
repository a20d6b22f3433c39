"""Questions before a change of encryption is stopped, given up or removed from the list."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.reencryption.known_run import KnownRun
from s3enc_gui.gui.widgets.question import Asked
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.reencryption.runs import place_text


def unfinished_text(found: Sequence[KnownRun]) -> str:
    """Say how many runs are unfinished."""
    text = ngettext(
        "{count:,} change of encryption wasn't finished.",
        "{count:,} changes of encryption weren't finished.",
        len(found),
    )
    return text.format(count=len(found))


def discard_question(found: Sequence[KnownRun]) -> Asked:
    """Ask whether to give up unfinished runs."""
    return Asked(
        _("Discard changes of encryption"),
        "\n".join((unfinished_text(found), *map(place_text, found))),
        _(
            "The objects that are left stay as they are. What was changed stays changed; it can"
            " still be undone in the list of changes."
        ),
        yes=_("Discard"),
        no=_("Keep"),
    )


def stop_question(run: KnownRun) -> Asked:
    """Ask whether to stop a run for good."""
    return Asked(
        _("Stop changing encryption"),
        _("Stop this change for good?"),
        "\n".join(
            (
                place_text(run),
                _(
                    "The objects in progress are finished, all others stay as they are. To go on"
                    " later, pause it instead. What was changed can be undone."
                ),
            )
        ),
        yes=_("Stop"),
        no=_("Cancel"),
    )


def remove_question(run: KnownRun) -> Asked:
    """Ask whether to delete the file of a run that is over."""
    return Asked(
        _("Remove change of encryption"),
        _("Remove this change from the list?"),
        "\n".join(
            (
                place_text(run),
                _(
                    "Its receipts are deleted from this computer, and it can't be undone anymore."
                    " Nothing changes in the bucket."
                ),
            )
        ),
        yes=_("Remove"),
        no=_("Cancel"),
    )
