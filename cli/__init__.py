"""The operator's line: ``huiyin …``."""
