"""The credentials and settings of a session that aren't those of a profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import field
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connections.saved_connection import Addressing, AssumedRole
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.managed.managed_settings import UNMANAGED, ManagedSettings
from s3enc_gui.s3.sign_in.mfa_session import MfaSession


@dataclass(frozen=True, slots=True)
class SessionSource:
    """How a session gets its credentials, and how it sends.

    `keys`: fixed ones, by the names of botocore's variables. `credentials` returns botocore's
    credentials, which renew themselves. Neither: botocore's own chain. `role` is assumed with
    them. `mfa` has the codes for it, or for the profile's role; None: there are none.
    `kms_endpoint_url`: None: as the connection's; empty: there is no KMS. `one_bucket`: buckets and
    keys aren't listed. `managed`: what the administrator allows. `login_lock` returns the lock
    between processes for renewing the console sign-in of a profile (`login_session`, an ARN).
    `customer_key` is sent with the requests for objects (SSE-C), `source_key` for the sources of
    copies.
    """

    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    credentials: Callable[[], Any] | None = None
    role: AssumedRole | None = None
    mfa: MfaSession | None = field(default=None, repr=False)
    addressing: Addressing = Addressing.AUTO
    kms_endpoint_url: str | None = None
    one_bucket: bool = False
    managed: ManagedSettings = UNMANAGED
    login_lock: Callable[[str], AbstractContextManager[None]] | None = None
    customer_key: CustomerKey | None = field(default=None, repr=False)
    source_key: CustomerKey | None = field(default=None, repr=False)

    @property
    def is_given(self) -> bool:
        """Whether the credentials aren't those of botocore's chain."""
        return bool(self.keys) or self.credentials is not None


BOTOCORE_CHAIN = SessionSource()
