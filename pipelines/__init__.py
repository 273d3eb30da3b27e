"""Pipelines: their declarations, and the runner that executes their notebooks in sequence."""
