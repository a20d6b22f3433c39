"""The Help menu: keyboard shortcuts, log, About."""
