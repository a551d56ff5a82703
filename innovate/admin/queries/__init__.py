"""Reads for administrators: people, teams, stages, criteria, choices for forms, and the audit journal."""
