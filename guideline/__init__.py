"""guideline: one operating guideline for a city's business chat, and everything that follows from it."""

__version__ = "0.1.0"
