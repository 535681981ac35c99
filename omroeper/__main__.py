"""`python -m omroeper` is the command `omroeper`."""

from omroeper.cli import main

if __name__ == "__main__":
    main()
