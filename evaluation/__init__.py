"""Measuring what the tests cannot prove: how good retrieval and objectives are."""
