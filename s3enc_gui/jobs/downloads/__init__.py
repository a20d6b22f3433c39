"""Download jobs: run, resume, discard."""
