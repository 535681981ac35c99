"""CBS StatLine: open tables over OData, version 4 and version 3."""
