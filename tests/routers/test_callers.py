"""Whose request it is: a machine of its own, a neighbour behind the same line, or this machine."""

from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.routers.callers import is_local, neighbourhood


def of(host):
    return neighbourhood({"type": "http", "client": (host, 50_000)})


@pytest.mark.parametrize(
    "scope",
    [
        {},
        {"client": None},
        {"client": ("127.0.0.1", 1)},
        {"client": ("127.255.255.254", 1)},
        {"client": ("::1", 1)},
        {"client": ("0:0:0:0:0:0:0:1", 1)},
        {"client": ("::ffff:127.0.0.1", 1)},
        {"client": ("testclient", 1)},
        {"client": ("", None)},
        {"client": ("/run/ieum.sock", None)},
    ],
)
def test_this_machine_is_known_by_its_loopback_or_by_having_no_address(scope):
    assert is_local(scope)
    assert neighbourhood(scope) is None


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "192.168.0.2",
        "128.0.0.1",
        "0.0.0.0",  # noqa: S104 -- an address that asks, not one that is listened at
        "169.254.0.1",
        "fe80::1",
        "::2",
        "::",
        "2001:db8::1",
        "::ffff:10.0.0.1",
    ],
)
def test_no_other_address_is_this_machine_however_near(host):
    assert not is_local({"client": (host, 1)})


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:cb00:7107", "203.0.113.7"),
        ("2001:db8:1:2::1", "20010db800010002/64"),
        ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "20010db800010002/64"),
        ("2001:db8:1:3::", "20010db800010003/64"),
        ("fe80::1%eth0", "fe80000000000000/64"),
    ],
)
def test_an_address_is_counted_under_one_name_however_it_is_written(host, name):
    assert of(host) == name


@given(st.ip_addresses(v=4))
def test_every_old_address_counts_for_itself_also_inside_a_new_one(address):
    assert of(str(address)) == of(f"::ffff:{address}")
    assert of(str(address)) in (None, str(address))


@given(st.integers(2**65, 2**128 - 1), st.integers(0, 2**64 - 1))
def test_the_addresses_of_one_subscriber_are_one_and_the_next_ones_another(number, low):
    def written(value):
        return str(IPv6Address(value))

    home = number >> 64 << 64
    neighbour = home ^ (1 << 64)
    assert of(written(home)) == of(written(home | low))
    assert of(written(home)) != of(written(neighbour))


@given(st.text(max_size=30))
def test_no_word_in_place_of_an_address_is_a_failure(word):
    found = of(word)

    assert found is None or found
