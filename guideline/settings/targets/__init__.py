"""One file a target: a program whose configuration the kit writes and judges.

Each file is found by its name and has:

- ``ROLE``: the role whose hosts have the file; "" for every host.
- ``write(guideline, asked, site, host) -> str``: the text of the file for one host. ``asked`` are the
  controls that hold for the host, with their values filled in. A target without it is only judged.
- ``judge(text, file, guideline, asked, site, host) -> list[Finding]``: what of a file of any origin
  breaks them; site and host are None where they aren't known.
- ``known(text, file) -> Mapping``: the values of ``$site.<name>`` that a file itself tells.
"""
