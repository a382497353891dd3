# `pyinfra inventory/kakuu-pilot.py deploys.chat.chat_server`: the hosts of inventory/kakuu-pilot/site.yaml.
from datetime import date
from pathlib import Path

from deploys.inventory import hosts_of, roles_of

_folder = Path(__file__).parent / "kakuu-pilot"
all = hosts_of(_folder, date.today())  # noqa: A001, DTZ011 - pyinfra's name for it; the guideline of the operator's day
globals().update(roles_of(_folder))
