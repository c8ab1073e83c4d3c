"""Measurements of speed and memory, and fuzzing without end: each has its own command in the Makefile."""
