"""The ideas of Lindqvist Home, a module for each area."""
