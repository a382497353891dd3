"""Where probes come from: one place for each way the flows may treat a machine, none inside another's addresses."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from guideline.rehearsal import place_of, positions_of
from guideline.rehearsal.wiring import network_file
from guideline.site import find_site, load_site


def test_each_zone_has_a_terminal_another_machine_and_outside_one(site):
    found = {place.name: place for place in positions_of(site)}
    assert set(found) == {
        "chat.tonari.example",
        "chat.tonari.internal",
        "terminal-internet",
        "machine-internet",
        "terminal-admin",
        "machine-admin",
        "machine-mynumber",
        "flow-desk",
        "outside",
    }
    assert found["chat.tonari.example"].zone == "outside"
    assert found["chat.tonari.internal"].zone == "admin"
    assert found["flow-desk"].addresses == (ip_address("10.40.0.193"),)


def test_no_two_places_share_an_address_and_each_lies_in_its_zone():
    for name in ("kakuu",):
        site = load_site(find_site(name))
        places = [*map(place_of, site.hosts), *positions_of(site)]
        addresses = [address for place in places for address in place.addresses]
        assert len(addresses) == len(set(addresses))
        peers = {peer.name for peer in site.peers}
        for place in places:
            for address in place.addresses:
                held = [network for network in site.zones[place.zone].networks if network.version == address.version]
                assert place.name in peers or any(address in network for network in held), place


def test_a_terminal_is_among_the_terminals_and_the_other_machine_is_not(site):
    found = {place.name: place for place in positions_of(site)}
    for zone in ("internet", "admin"):
        clients = site.zones[zone].clients
        for address in found[f"terminal-{zone}"].addresses:
            assert any(address in network for network in clients)
        for address in found[f"machine-{zone}"].addresses:
            assert not any(address in network for network in clients)


def test_a_host_gets_its_addresses_with_the_length_of_its_network(site):
    text = network_file(site, place_of(site.host("chat-2")))
    assert "Address=10.40.0.20/24\n" in text
    assert "Address=fd12:3456:789a:40::20/64\n" in text
    assert "DHCP=no" in text
    assert ip_network("169.254.0.0/16").supernet_of(ip_network("169.254.0.1/32"))
    assert text.count("Gateway=") == 2
