"""部屋: rooms and boards for whoever has logged in with the chat account; one file a thing that is done.

The page keeps nothing of what is written: it asks the person's own server each time, with their token, which
never leaves this process.
"""
