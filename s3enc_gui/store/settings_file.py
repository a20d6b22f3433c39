"""The settings file (JSON): encryption choices, limits, network, log, look of the window."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path

from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.context import ContextPairs, context_problems
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.retention import Retention
from s3enc_gui.domain.log.log_level import DEFAULT_LOG_LEVEL, LogLevel
from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.domain.settings.parallel_requests import is_valid
from s3enc_gui.store.files.json_file import JsonFile, dict_of
from s3enc_gui.store.files.window_file import WindowFile


class SettingsFile:
    """The settings; see JsonFile. What can't be read has its default. Thread-safe.

    `window` is what the window remembers.
    """

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)
        self.window = WindowFile(self._file)

    def last_choice(self, bucket: str) -> EncryptionChoice | None:
        """Return the encryption choice last used for a bucket; None if there is none."""
        saved = dict_of(self._file.read().get("choices")).get(bucket)
        if not isinstance(saved, dict):
            return None
        try:
            return EncryptionChoice(
                Encryption(saved["kind"]),
                saved.get("key"),
                saved.get("bucket_key"),
                saved.get("customer_key"),
                _context_of(saved.get("context")),
            )
        except (KeyError, TypeError, ValueError, AppError):
            return None

    def remember_choice(self, bucket: str, choice: EncryptionChoice) -> None:
        """Store the encryption choice of a bucket. Raises OSError."""
        with self._file.changing() as content:
            choices = content["choices"] = dict_of(content.get("choices"))
            choices[bucket] = {
                "kind": choice.kind.value,
                "key": choice.key,
                "bucket_key": choice.bucket_key,
                **({"customer_key": choice.customer_key} if choice.customer_key else {}),
                **({"context": dict(choice.context)} if choice.context else {}),
            }

    def speed_limit(self) -> int | None:
        """Return the upload limit in bytes per second; None: unlimited."""
        limit = self._file.read().get("speed_limit")
        return limit if isinstance(limit, int) and limit > 0 else None

    def set_speed_limit(self, limit: int | None) -> None:
        """Store the upload limit. Raises OSError."""
        with self._file.changing() as content:
            content["speed_limit"] = limit

    def parallel_requests(self) -> int | None:
        """Return how many requests with data may be sent at the same time; None: automatic."""
        number = self._file.read().get("parallel_requests")
        return number if is_valid(number) else None

    def set_parallel_requests(self, most: int | None) -> None:
        """Store how many requests may be sent at the same time. Raises OSError."""
        with self._file.changing() as content:
            content["parallel_requests"] = most

    def appearance(self) -> Appearance:
        """Return whether the window is light or dark; the default is as the system."""
        try:
            return Appearance(self._file.read().get("appearance"))
        except ValueError:
            return Appearance.SYSTEM

    def set_appearance(self, appearance: Appearance) -> None:
        """Store whether the window is light or dark. Raises OSError."""
        with self._file.changing() as content:
            content["appearance"] = appearance.value

    def history_retention(self) -> Retention:
        """Return how long receipts are kept; the default is forever."""
        try:
            return Retention(self._file.read().get("history_retention"))
        except ValueError:
            return Retention.FOREVER

    def set_history_retention(self, retention: Retention) -> None:
        """Store how long receipts are kept. Raises OSError."""
        with self._file.changing() as content:
            content["history_retention"] = retention.value

    def requester_pays(self) -> bool:
        """Return whether the window's requests offer to pay; the default is no."""
        return self._file.read().get("requester_pays") is True

    def set_requester_pays(self, *, pays: bool) -> None:
        """Store whether the window's requests offer to pay. Raises OSError."""
        with self._file.changing() as content:
            content["requester_pays"] = pays

    def network(self) -> NetworkSettings:
        """Return the network settings, without the proxy's password."""
        saved = dict_of(self._file.read().get("network"))
        address, user, bundle = (saved.get(name) for name in ("address", "user", "ca_bundle"))
        try:
            use = ProxyUse(saved.get("proxy"))
        except ValueError:
            use = ProxyUse.SYSTEM
        found = NetworkSettings(
            use,
            address if isinstance(address, str) else "",
            user if isinstance(user, str) else "",
            ca_bundle=bundle if isinstance(bundle, str) and bundle else None,
        )
        return found if found.is_valid else replace(found, proxy=ProxyUse.SYSTEM)

    def set_network(self, settings: NetworkSettings) -> None:
        """Store the network settings, without the proxy's password. Raises OSError."""
        with self._file.changing() as content:
            content["network"] = {
                "proxy": settings.proxy.value,
                "address": settings.address,
                "user": settings.user,
                "ca_bundle": settings.ca_bundle,
            }

    def details_shown(self) -> bool:
        """Return whether the window shows the details pane; the default is yes."""
        return self._file.read().get("details_shown") is not False

    def set_details_shown(self, *, shown: bool) -> None:
        """Store whether the window shows the details pane. Raises OSError."""
        with self._file.changing() as content:
            content["details_shown"] = shown

    def desktop(self) -> DesktopSettings:
        """Return what the desktop shows of the program."""
        saved = dict_of(self._file.read().get("desktop"))
        names = (one.name for one in fields(DesktopSettings))
        known = {name: saved[name] for name in names if isinstance(saved.get(name), bool)}
        return DesktopSettings(**known)

    def set_desktop(self, settings: DesktopSettings) -> None:
        """Store what the desktop shows of the program. Raises OSError."""
        with self._file.changing() as content:
            content["desktop"] = asdict(settings)

    def log_level(self) -> LogLevel:
        """Return how much the log tells; the default is DEFAULT_LOG_LEVEL."""
        try:
            return LogLevel(self._file.read().get("log_level"))
        except ValueError:
            return DEFAULT_LOG_LEVEL

    def set_log_level(self, level: LogLevel) -> None:
        """Store how much the log tells. Raises OSError."""
        with self._file.changing() as content:
            content["log_level"] = level.value


def _context_of(saved: object) -> ContextPairs:
    """Return a saved encryption context; choices of earlier versions have none."""
    pairs = dict_of(saved).items()
    context = tuple((name, value) for name, value in pairs if isinstance(value, str))
    return context if not any(context_problems(context)) else ()
