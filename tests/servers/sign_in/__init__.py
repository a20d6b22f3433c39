"""IAM Identity Center, the access portal, AWS Sign-In and STS, as far as signing in needs them.

They run on loopback. No public server has them. What they do is our reading of the API references
(IAM Identity Center OIDC API, IAM Identity Center Portal API, AWS Sign-In API), of botocore and of
the AWS CLI's source.
"""

from __future__ import annotations

from tests.servers.sign_in.browser import Browser
from tests.servers.sign_in.console import ConsoleServer
from tests.servers.sign_in.identity_center import IdentityCenterServer, Refusal, RoleKeys
from tests.servers.sign_in.sts import StsServer

__all__ = ["Browser", "ConsoleServer", "IdentityCenterServer", "Refusal", "RoleKeys", "StsServer"]
