"""What this machine knows of connections: the list, the secrets and the sign-ins."""

from __future__ import annotations

from dataclasses import field

from s3enc_gui.dataclass import dataclass
from s3enc_gui.store.connections.connections_file import ConnectionsFile
from s3enc_gui.store.connections.login_cache import LoginCache
from s3enc_gui.store.connections.managed_connections import ManagedConnections
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.connections.sso_cache import SsoCache
from s3enc_gui.store.managed.policy import Policy
from s3enc_gui.store.paths import connections_path


@dataclass(frozen=True, slots=True)
class ConnectionStore:
    """The parts, each with its own place and lock."""

    own: ConnectionsFile = field(default_factory=lambda: ConnectionsFile(connections_path()))
    policy: Policy = field(default_factory=Policy)
    secrets: Secrets = field(default_factory=Secrets)
    sso: SsoCache = field(default_factory=SsoCache)
    console: LoginCache = field(default_factory=LoginCache)

    @property
    def saved(self) -> ManagedConnections:
        """The list of saved connections, with the administrator's."""
        return ManagedConnections(self.own, self.policy)
