"""Tolerant reading of single cells: each function takes what stands there and says what it was worth."""
