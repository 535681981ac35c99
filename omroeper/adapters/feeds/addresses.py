"""Which network addresses are on the public internet."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))  # Teredo, 6to4: IPv4 inside
_SHARED_IPV4 = "192.88.99."  # the withdrawn 6to4 relays, RFC 7526


def is_public(text: str) -> bool:
    """Whether this IP address is on the public internet (IANA special-purpose registries).

    An IPv4 address inside an IPv6 one (mapped, RFC 4291; NAT64, RFC 6052) is judged as itself.
    Raises ValueError for what is no IP address.
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local or any(address in net for net in _TUNNELS):
            return False
    elif text.startswith(_SHARED_IPV4):
        return False
    special = address.is_multicast or address.is_reserved or address.is_private
    return address.is_global and not special


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
