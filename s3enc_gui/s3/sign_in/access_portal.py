"""Accounts, roles and sign-out in the AWS access portal (IAM Identity Center Portal API)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import UnauthorizedSSOTokenError

from s3enc_gui.domain.connections.sign_in import Account
from s3enc_gui.domain.times import epoch_time
from s3enc_gui.s3.errors.translation import unreadable
from s3enc_gui.s3.sign_in.clients import SERVICE, answered

_PAGE = 100  # the largest page (ListAccounts, ListAccountRoles)


class AccessPortal:
    """What a signed-in user sees in the portal. `client` is boto3's for sso; unsigned."""

    def __init__(self, client: Any, access_token: str) -> None:  # noqa: ANN401 - no type stubs
        self._client, self._token = client, access_token

    def accounts(self) -> list[Account]:
        """Return the accounts that the user has a role in, by name. Raises AppError."""
        found = [
            Account(str(one["accountId"]), one.get("accountName", ""), one.get("emailAddress", ""))
            for one in self._items("list_accounts", "accountList", "accountId")
        ]
        return sorted(found, key=lambda account: (account.name.casefold(), account.id))

    def roles(self, account_id: str) -> list[str]:
        """Return the names of the user's roles in an account. Raises AppError."""
        found = self._items("list_account_roles", "roleList", "roleName", accountId=account_id)
        return sorted((str(one["roleName"]) for one in found), key=str.casefold)

    def role_credentials(self, account_id: str, role: str) -> dict[str, str]:
        """Return a role's credentials as botocore's RefreshableCredentials takes them.

        Raises AppError: UnauthorizedSSOTokenError where the session has ended.
        """
        with answered():
            try:
                response = self._client.get_role_credentials(
                    accountId=account_id, roleName=role, accessToken=self._token
                )
            except self._client.exceptions.UnauthorizedException as error:
                raise UnauthorizedSSOTokenError from error
            keys = response["roleCredentials"]
            expires_at = epoch_time(int(keys["expiration"]) / 1000)
            if expires_at is None:
                raise unreadable(SERVICE)
            return {
                "access_key": str(keys["accessKeyId"]),
                "secret_key": str(keys["secretAccessKey"]),
                "token": str(keys["sessionToken"]),
                "expiry_time": expires_at.isoformat(),
            }

    def sign_out(self) -> None:
        """End this session at the server. Raises AppError."""
        with answered():
            self._client.logout(accessToken=self._token)

    def _items(
        self, operation: str, member: str, required: str, **parameters: str
    ) -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator(operation).paginate(
            accessToken=self._token, PaginationConfig={"PageSize": _PAGE}, **parameters
        )
        with answered():
            for page in pages:
                for item in page.get(member) or []:
                    if not isinstance(item, dict) or not item.get(required):
                        raise unreadable(SERVICE)
                    yield item
