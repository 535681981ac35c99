"""Prefect as the editor's desk: forms, artifacts, deep links and runs.

The only place beside flows/ that imports Prefect.
"""
