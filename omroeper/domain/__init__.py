"""Ground floor: values and rules. Standard library only; no I/O and no clock (time is an argument)."""
