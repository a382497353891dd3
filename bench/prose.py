"""How often the judging cries out at Japanese that nobody wrote for it.

``python bench/prose.py FOLDER``: every text, HTML page and manual page (``.gz`` too) below the folder is cut
into sentences; each is judged as ``talk`` on the internet, and once more as ``bulletin``. What is raised is
counted by rule and printed, all but mail addresses, so that somebody can look at it. The figures in
docs/proof are of six packages of Debian 12: manpages-ja, debian-reference-ja, debian-faq-ja, maint-guide-ja,
harden-doc and developers-reference-ja, unpacked by ``apt-get download`` and ``dpkg-deb -x``.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

from guideline.bundle import load_bundle
from guideline.messages import Linter, Message

DAY = date(2026, 11, 1)
_HIDDEN = re.compile(r"<(script|style|pre)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|li|h[1-6]|td|th|tr|dt|dd|br|title|blockquote|section)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_ROFF = re.compile(r"^[.'].*$|\\f[A-Z]|\\-|\\&|\\\([a-z]{2}", re.MULTILINE)
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ]")
_END = re.compile(r"(?<=[。!?！？])|\n{2,}")


def texts(folder: Path) -> Iterator[str]:
    """Yield the text of every page and manual page below a folder."""
    for path in sorted(folder.rglob("*")):
        name = path.name.removesuffix(".gz")
        page = name.endswith((".html", ".txt")) or re.search(r"\.[1-8]\w*$", name)
        if path.is_symlink() or not path.is_file() or not page:
            continue
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = data.decode("utf-8", errors="replace")
        if name.endswith(".html"):
            yield unescape(_TAG.sub("", _BLOCK.sub("\n\n", _HIDDEN.sub("", text))))
        else:
            yield _ROFF.sub("", text)


def sentences(folder: Path) -> Iterator[str]:
    """Yield each different Japanese sentence once."""
    seen: set[str] = set()
    for text in texts(folder):
        for piece in _END.split(text):
            sentence = re.sub(r"\s*\n\s*", "", piece).strip()
            if len(sentence) > 3 and _JAPANESE.search(sentence) and sentence not in seen:
                seen.add(sentence)
                yield sentence


def main() -> int:
    """Print what is raised, and the counts by rule."""
    linter = Linter(load_bundle("reference").at(DAY))
    count = 0
    raised: dict[str, Counter[str]] = {"talk": Counter(), "bulletin": Counter()}
    for sentence in sentences(Path(sys.argv[1])):
        count += 1
        for channel, counter in raised.items():
            for finding in linter.judge(Message("p", sentence, channel, "internet")):
                if channel == "bulletin" and not finding.rule.startswith("channel/"):
                    continue
                counter[finding.rule] += 1
                if finding.rule != "privacy/email-address":
                    print(f"{channel} {finding.rule}\t{sentence[:160]}")
    print(f"\n{count} sentences")
    for channel, counter in raised.items():
        print(channel, sum(counter.values()), dict(counter.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
