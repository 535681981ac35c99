"""Floor 2: one outside system a module. Adapters know the ports, never the services."""
