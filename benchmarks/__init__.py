"""Measurements, not tests: ``make bench`` prints ratios taken within one run."""
