"""Simulation: whether the intervals hold the truth as often as they say, and how often looking every day misleads.

A file of settings a method; each setting is data: a name, how its data come about, how it is judged, what is promised.
"""
