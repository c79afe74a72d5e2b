"""Benchmarks that print ratios; they assert nothing, for a machine's speed is no property of the program."""
