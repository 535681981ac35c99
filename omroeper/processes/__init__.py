"""The desk as running processes: Prefect's server, a worker and the web pages, under one roof."""
