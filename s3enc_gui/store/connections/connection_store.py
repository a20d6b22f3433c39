"""What this machine knows of connections: the list, the secrets and the sign-ins."""

from __future__ import annotations

from dataclasses import dataclass, field

from s3enc_gui.store.connections.connections_file import ConnectionsFile
from s3enc_gui.store.connections.login_cache import LoginCache
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.connections.sso_cache import SsoCache
from s3enc_gui.store.paths import connections_path


@dataclass(frozen=True, slots=True)
class ConnectionStore:
    """The parts, each with its own place and lock."""

    saved: ConnectionsFile = field(default_factory=lambda: ConnectionsFile(connections_path()))
    secrets: Secrets = field(default_factory=Secrets)
    sso: SsoCache = field(default_factory=SsoCache)
    console: LoginCache = field(default_factory=LoginCache)
