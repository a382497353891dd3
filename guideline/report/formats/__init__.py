"""One file a format.

Each has ``SHOWS``, which of ``advice`` and ``excerpt`` it shows (they take time to make), and
``write(entries, stream, context, tally)``, which writes as the entries come. ``tally`` holds the
counts of the entries read so far.
"""
