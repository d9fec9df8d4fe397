"""Runs beside each other: which settings differ, which numbers may be compared, and which of them is the best."""
