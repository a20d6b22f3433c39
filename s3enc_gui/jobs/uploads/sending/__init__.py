"""One transfer: from its file to its proof."""
