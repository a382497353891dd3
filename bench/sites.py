"""How the validation and the reachability of a prefecture grow: kakuu-ken with 5, 10, 20 and 30 authorities in one run.

Every host's files are written and judged, and every path that the guideline and the model deny is looked for.
Both may grow no faster than hosts × flows. Ends with 1 where the time for one host and flow grows by more than half.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from guideline.bundle import load_bundle
from guideline.bundle.model import Guideline
from guideline.network import allowed_flows, judge, judge_model
from guideline.settings import judge as judge_setting
from guideline.settings import roles_of, write, written_names
from guideline.site import Site, find_site, load_site

SIZES = (5, 10, 20, 30)
ALLOWED = 1.5
"""The growth of the time for one host and flow that noise may explain."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: authorities, hosts, flows, files judged, seconds of both."""

    members: int
    hosts: int
    flows: int
    files: int
    reach: float
    validation: float

    @property
    def product(self) -> int:
        """Return what the time may grow with."""
        return self.hosts * self.flows


def first(site: Site, members: int) -> Site:
    """Return the site with its first so many authorities and what all share."""
    kept = site.members[:members]
    names = {"", *(member.id for member in kept)}
    return replace(site, members=kept, hosts=tuple(host for host in site.hosts if host.member in names))


def best(measure: Callable[[], object], times: int) -> float:
    """Return the shortest of some runs, in seconds of this process's own work: others use the machine too."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        measure()
        taken.append(time.process_time() - start)
    return min(taken)


def reach(site: Site, guideline: Guideline) -> None:
    """Look for every denied path, from the description alone: nothing is kept from an earlier run."""
    fresh = replace(site)
    found = [*judge(fresh, guideline), *judge_model(fresh, guideline)]
    assert found == [], found


def validate(site: Site, guideline: Guideline) -> int:
    """Write and judge every file of every host; return how many."""
    files = 0
    for host in site.hosts:
        for target in written_names():
            if not roles_of(target) or set(roles_of(target)) & set(host.roles):
                text = write(target, guideline, site, host)
                found = judge_setting(target, text, target, guideline, site=site, host=host)
                assert found == [], found
                files += 1
    return files


def measured(site: Site, guideline: Guideline, members: int) -> Measured:
    """Measure one size."""
    part = first(site, members)
    flows = len(allowed_flows(part, guideline))
    reached = best(lambda: reach(part, guideline), 3)
    files: list[int] = []
    validated = best(lambda: files.append(validate(replace(part), guideline)), 1)
    return Measured(members, len(part.hosts), flows, files[0], reached, validated)


def main() -> int:
    """Print the table; return 1 where the time grows faster than hosts × flows."""
    site = load_site(find_site("kakuu-ken"))
    guideline = load_bundle(site.bundle).at(date(2026, 11, 22))
    validate(first(site, 1), guideline)
    rows = [measured(site, guideline, size) for size in SIZES]
    base = rows[0]
    print(
        "| authorities | hosts | flows | files | hosts × flows | reachability | its growth | validation | its growth |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    worst = 0.0
    for row in rows:
        more = row.product / base.product
        grown = (row.reach / base.reach, row.validation / base.validation)
        worst = max(worst, *(each / more for each in grown))
        print(
            f"| {row.members} | {row.hosts} | {row.flows} | {row.files} | {more:.1f} × "
            f"| {row.reach:.2f} s | {grown[0]:.1f} × | {row.validation:.2f} s | {grown[1]:.1f} × |"
        )
    holds = worst <= ALLOWED
    told = "holds" if holds else "fails"
    print(f"\nTime for one host and flow, the worst against 5 authorities: {worst:.2f} × ({told})")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
