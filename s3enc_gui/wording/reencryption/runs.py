"""Changes of encryption on this computer as text."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.keys.key_names import key_id_of
from s3enc_gui.domain.reencryption.known_run import KnownRun, RunState
from s3enc_gui.domain.reencryption.run import RunFacts
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.wording.formats import objects_text
from s3enc_gui.wording.reencryption.labels import target_document, target_text

_STATES: Mapping[RunState, str] = {
    RunState.RUNNING: N_("Running"),
    RunState.UNFINISHED: N_("Unfinished"),
    RunState.FINISHED: N_("Finished"),
    RunState.DISCARDED: N_("Discarded"),
}

_SHORT_KINDS = {
    Encryption.SSE_S3: "SSE-S3",
    Encryption.SSE_KMS: "SSE-KMS",
    Encryption.DSSE_KMS: "DSSE-KMS",
}


def run_state_text(state: RunState) -> str:
    """Name how far a run is."""
    return translate(_STATES[state])


def place_text(run: KnownRun) -> str:
    """Return where a run's objects are: bucket and prefix, or how many objects of the bucket."""
    facts = run.facts
    if facts is None:
        return run.id
    origin = facts.origin
    prefixes = origin.prefixes if origin else ()
    places = [f"s3://{facts.bucket}/{prefix}" for prefix in prefixes]
    if origin and origin.chosen:
        chosen = objects_text(origin.chosen)
        places.append(_("{objects} in {bucket}").format(objects=chosen, bucket=facts.bucket))
    return ", ".join(places) or facts.bucket


def purpose_text(facts: RunFacts | None) -> str:
    """Return what a run's objects are to get; "" where that isn't known."""
    if facts is None:
        return ""
    return _("Undo") if facts.undoes else target_text(facts.target)


def short_purpose_text(facts: RunFacts | None) -> str:
    """Return the same for a narrow column: kind and key ID."""
    target = facts.target if facts else None
    if facts is None or facts.undoes or target is None:
        return purpose_text(facts)
    key = key_id_of(target.key) if target.key else ""
    return ", ".join(filter(None, (_SHORT_KINDS.get(target.kind, target.kind.value), key)))


def progress_text(run: KnownRun) -> str:
    """Return how far a run is, with its numbers."""
    return " · ".join(filter(None, (run_state_text(run.state), numbers_text(run))))


def numbers_text(run: KnownRun) -> str:
    """Return the numbers of a run that matter: left, changed, problems; "" for none."""
    parts = []
    if run.facts:
        if run.left:
            parts.append(_("{objects} left").format(objects=objects_text(run.left)))
        if run.changed:
            parts.append(_("{objects} changed").format(objects=objects_text(run.changed)))
        if run.problems:
            problems = _("{objects} with problems")
            parts.append(problems.format(objects=objects_text(run.problems)))
    return " · ".join(parts)


def run_document(run: KnownRun) -> dict[str, object]:
    """Return a run as an object of JSON."""
    facts = run.facts
    target = facts.target if facts else None
    origin = facts.origin if facts else None
    return {
        "id": run.id,
        "log": run.path,
        "state": run.state.value,
        "bucket": facts.bucket if facts else None,
        "prefixes": list(origin.prefixes) if origin else [],
        "to": target_document(target),
        "undoes": (facts.undoes or None) if facts else None,
        "started": facts.started.isoformat() if facts else None,
        "ended": facts.ended.isoformat() if facts and facts.ended else None,
        "states": {state.value: count for state, count in run.counts.items()},
        "left": run.left,
    }
