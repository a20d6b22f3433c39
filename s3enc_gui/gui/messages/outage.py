"""The text of an outage."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.outage import Forecast, Weather
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.sign import Sign


@dataclass(frozen=True, slots=True)
class WeatherWords:
    """What is the matter, and what the user is to do about it, or need not."""

    title: str
    advice: str
    sign: Sign


WEATHER_WORDS: dict[Weather, WeatherWords] = {
    Weather.OFFLINE: WeatherWords(
        "Connection lost", "it goes on by itself", Sign("offline", "warning")
    ),
    Weather.BUSY: WeatherWords(
        "The service is busy", "it goes on by itself", Sign("waiting", "warning")
    ),
    Weather.SIGNED_OUT: WeatherWords(
        "Signed out", "sign in again, then press Try now", Sign("person", "warning")
    ),
    Weather.CLOCK: WeatherWords(
        "This computer’s clock is wrong",
        "set it right, then press Try now",
        Sign("waiting", "warning"),
    ),
    Weather.DISK: WeatherWords(
        "What is sent cannot be noted on this disk",
        "make room on it, then press Try now",
        Sign("disk", "warning"),
    ),
}


def weather_text(forecast: Forecast) -> tuple[str, str]:
    """Return what keeps the queue waiting, and since when with what to do about it."""
    told = WEATHER_WORDS[forecast.weather]
    title = QCoreApplication.translate("Weather", told.title)
    advice = QCoreApplication.translate("Weather", told.advice)
    since = time_text(forecast.since)
    return f"{title}.", _tr("Waiting since {}; {}.").format(since, advice)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
