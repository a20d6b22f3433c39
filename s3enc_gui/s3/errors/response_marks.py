"""Keys that S3enc adds to the ResponseMetadata of an error, for its explanation."""

from __future__ import annotations

ACCESS_MODE = "S3encAccessMode"
"""Either "anonymous", or "unpaid" where an offer to pay could have been sent."""

ACCEPTED = "CredentialsAccepted"
"""Whether a request with the same credentials has succeeded.

Amazon S3's responses don't have it: its codes for access keys and KMS keys differ.
"""

REQUESTED = "S3encRequested"
"""The Region that the request was sent to, and who sent it, if known."""
