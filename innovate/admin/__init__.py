"""Administration: people, teams, areas, stages and the audit journal."""
