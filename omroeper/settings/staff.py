"""Who may see the desk's own pages: logins of its own, or a name given by the proxy."""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from omroeper.domain.errors import SettingsError
from omroeper.settings.values import PREFIX, Values

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_LOOPBACK = "127.0.0.1 ::1"


@dataclass(frozen=True, slots=True)
class StaffSettings:
    """`logins` and `clients` are files that commands write. `user_header` holds the name of who logged
    in at the proxy, believed only from `proxies`; empty: no proxy logs people in.
    """

    logins: Path
    clients: Path
    user_header: str = ""
    proxies: tuple[Network, ...] = ()

    def is_proxy(self, host: str) -> bool:
        """Whether a request that came from this address came through our own proxy."""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self.proxies)


def staff_settings(values: Values, var: Path, home: Path) -> StaffSettings:
    """Read them; raises SettingsError naming the setting."""
    header = values.text("PROXY_USER_HEADER", "")
    if header and not _HEADER.fullmatch(header):
        remedy = "Write the header's name alone, for example X-Forwarded-User."
        raise SettingsError(
            "it is not the name of a header", thing=f"{PREFIX}PROXY_USER_HEADER", remedy=remedy
        )
    return StaffSettings(
        logins=values.path("LOGINS_FILE", var / "logins", home),
        clients=values.path("API_CLIENTS_FILE", var / "api-clients", home),
        user_header=header,
        proxies=tuple(map(_network, values.text("PROXY_ADDRESSES", _LOOPBACK).split())),
    )


def prefect_auth(values: Values) -> str:
    """`name:password` that Prefect's server asks for; empty: it asks for nothing."""
    given = values.text("PREFECT_AUTH", "")
    name, _, password = given.partition(":")
    if given and not (name and password):
        raise SettingsError(
            "it is no name and password",
            thing=f"{PREFIX}PREFECT_AUTH",
            remedy="Write them with a colon between them, as beheer:change-me.",
        )
    return given


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as cause:
        raise SettingsError(
            f"‘{text}’ is no address or network",
            thing=f"{PREFIX}PROXY_ADDRESSES",
            remedy="Write addresses with a space between them, for example 127.0.0.1 10.0.0.0/24.",
        ) from cause
