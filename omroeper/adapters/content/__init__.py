"""What editors and operators own: the files under content/, config/ and templates/."""
