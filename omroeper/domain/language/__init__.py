"""Plain Dutch: rules on the words of a newsletter. The dictionary comes in as a function."""
