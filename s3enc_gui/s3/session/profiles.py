"""The profiles in `~/.aws`."""

from __future__ import annotations

from s3enc_gui.domain.connections.profile import Profile
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.session.aws_files import use_tolerant_reading


def profile_names() -> list[str]:
    """Return the names in the config and credentials files. Raises AppError."""
    import botocore.session  # slow to import, as boto3 is

    use_tolerant_reading()
    with translated():
        return list(botocore.session.Session().available_profiles)


def profiles() -> tuple[Profile, ...]:
    """Return the profiles of both files, in their order. Raises AppError."""
    import botocore.session  # as above

    use_tolerant_reading()
    with translated():
        found = botocore.session.Session().full_config["profiles"]
        return tuple(Profile.of(name, settings) for name, settings in found.items())
