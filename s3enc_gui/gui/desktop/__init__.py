"""Notifications, progress on the task bar, the icon among the status icons."""
