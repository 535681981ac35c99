"""Stand-ins for what lies on the internet, faithful to its documentation (demo and tests only)."""
