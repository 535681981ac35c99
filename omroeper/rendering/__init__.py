"""Floor 1, pure: domain values and template text in; html, text, mime and charts out."""
