"""The desktop that the program runs on: notifications, task bar, sleep."""
