"""One file a format.

Each has ``EXCERPTS``, whether it shows excerpts (they take time to cut out), and
``write(entries, stream, context, tally)``, which writes as the entries come. ``tally`` holds the
counts of the entries read so far.
"""
