"""Verbs of ideas: draft, submit, edit, follow, and every move of the pipeline that is not another package's."""
