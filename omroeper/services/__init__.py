"""Floor 2: one verb a module. Services know the ports, never the adapters."""
