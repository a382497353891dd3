"""``python -m guideline`` is the command ``guideline``."""

from guideline.commands import main

if __name__ == "__main__":
    main()
