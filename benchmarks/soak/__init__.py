"""The soak: abuse under a fixed seed while viewers watch, and the proof afterwards that every promise held."""
