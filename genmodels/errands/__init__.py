"""Errands: work that somebody asks for and nobody waits at, each in a process of its own, told by files."""
