"""One file a target: a program whose configuration the kit writes and judges.

Each file is found by its name and has two functions:
``write(guideline, site, host) -> str`` and
``judge(text, file, asked, site, host) -> list[Finding]``, where ``asked`` are the controls that
hold for the host, with their values filled in. ``FORMAT`` is ``yaml`` where examples are fragments
of a YAML file.
"""
