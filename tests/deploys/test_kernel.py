"""What the kernel of a host is asked for, and what it says."""

from __future__ import annotations

from deploys.kernel import KernelSettings, file_text, wanted


def test_the_file_of_the_next_boot_and_the_running_kernel_are_asked_the_same():
    lines = [line for line in file_text().splitlines() if not line.startswith("#")]
    assert {key.replace(".", "/"): value for key, value in (line.split(" = ") for line in lines)} == wanted()
    assert file_text().endswith("\n")


def test_what_the_kernel_says_is_read_by_its_path():
    said = ["/proc/sys/net/ipv4/ip_forward=1", "/proc/sys/net/ipv4/conf/host0/forwarding=0", "noise"]
    assert KernelSettings().process(said) == {"net/ipv4/ip_forward": "1", "net/ipv4/conf/host0/forwarding": "0"}


def test_who_changes_forwarding_is_asked_before_redirects():
    """The kernel believes redirects anew when it stops forwarding."""
    keys = list(wanted())
    assert keys.index("net/ipv4/ip_forward") < keys.index("net/ipv4/conf/all/accept_redirects")
    assert keys.index("net/ipv6/conf/all/forwarding") < keys.index("net/ipv6/conf/all/accept_redirects")
