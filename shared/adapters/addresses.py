"""Which network addresses belong to the public Internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

# Explicit, because what `ipaddress` calls global differs between Python versions. IANA's special-purpose address
# registries (RFC 6890), multicast (RFC 5771), reserved (RFC 1112), and the platform address of one cloud's machines.
_PRIVATE_4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_UNICAST_6: Final = IPv6Network("2000::/3")  # all that is delegated as global unicast (RFC 4291, section 2.5.4)
_PRIVATE_6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo and ORCHID among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): how IPv6-only networks reach IPv4
_ISATAP: Final = (0x00005EFE, 0x02005EFE)  # the upper half of an interface identifier that embeds IPv4 (RFC 5214)


def is_public(address: str) -> bool:
    """
    Return whether `address`, an IPv4 or IPv6 address as a resolver writes it, is a global unicast address.

    An IPv4 address inside an IPv6 address is judged itself where the network translates it (mapped, NAT64); the
    retired ways of embedding one (compatible, 6to4, Teredo, ISATAP) are refused, as is what is no address.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _is_public_4(found) if isinstance(found, IPv4Address) else _is_public_6(found)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in _PRIVATE_4)


def _is_public_6(address: IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _is_public_4(address.ipv4_mapped)
    if address in _TRANSLATED:
        return _is_public_4(IPv4Address(int(address) & 0xFFFFFFFF))
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return address in _UNICAST_6 and not any(address in network for network in _PRIVATE_6)
