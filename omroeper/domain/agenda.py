"""What happens to announced events: they move, or are called off."""

CANCELLED = "afgelast"
"""Flag (Dutch, for editor and reader): the event does not take place."""

MOVED = "verplaatst"
"""Flag (Dutch, for the editor): this date of a recurring event was moved."""
