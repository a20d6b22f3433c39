"""Who is told what happens in the queue."""

from __future__ import annotations

from collections.abc import Callable

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Forecast, Weather
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.uploads.queue.events import WeatherChanged

Listener = Callable[[object], None]


class Watchers:
    """Listeners, called on the queue's loop or on a thread that sends; they must not block."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._forecasts: dict[object, Forecast] = {}

    def add(self, listener: Listener) -> None:
        """Tell this one, too."""
        self._listeners.append(listener)
        if self.forecast:
            listener(WeatherChanged(self.forecast))

    def remove(self, listener: Listener) -> None:
        """Tell this one no more."""
        self._listeners.remove(listener)

    @property
    def any(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def tell(self, report: object) -> None:
        """Tell all of them."""
        for listener in tuple(self._listeners):
            listener(report)

    @property
    def forecast(self) -> Forecast | None:
        """What is the matter, None where nothing is."""
        return next(iter(self._forecasts.values()), None)

    def weather(self, where: object, forecast: Forecast | None) -> None:
        """Note the weather at one place, and tell what that is for the whole."""
        before = self.forecast
        if forecast is None:
            self._forecasts.pop(where, None)
        else:
            self._forecasts[where] = forecast
        if self.forecast != before:
            self.tell(WeatherChanged(self.forecast))

    def disk(self, error: AppError | None) -> None:
        """Note whether the journal can be written."""
        known = self._forecasts.get(self)
        if error is None:
            self.weather(self, None)
        elif known is None or known.error != error:
            self.weather(self, Forecast(Weather.DISK, error, known.since if known else now()))
