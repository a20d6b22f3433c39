"""The self test: its dialog, and its checks of Qt."""
