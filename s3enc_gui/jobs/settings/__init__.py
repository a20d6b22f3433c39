"""Settings that are kept between sessions."""
