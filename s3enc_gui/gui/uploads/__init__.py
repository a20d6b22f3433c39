"""The upload wizard."""
