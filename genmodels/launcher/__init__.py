"""The launcher: one warm process for each root, which starts queued runs as slots get free."""
