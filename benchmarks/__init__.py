"""Benchmarks: the real application behind the real server, beside an empty Flask view, on both databases."""
