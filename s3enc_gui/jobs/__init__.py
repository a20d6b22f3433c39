"""Use cases: frozen dataclasses with `run(context)`, without Qt."""
