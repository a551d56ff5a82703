"""Experiments: a hypothesis, a plan, measurements, a read-out, a lesson."""
