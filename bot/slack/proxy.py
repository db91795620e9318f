"""Which proxy a call goes through: slack_sdk knows HTTPS_PROXY, but not NO_PROXY."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(url: str) -> str | None:
    """Return the proxy that the environment names for an address, also for that of a web socket."""
    address = urlsplit(url)
    if address.netloc and proxy_bypass(address.netloc):
        return None
    proxies = getproxies()
    # As slack_sdk has it: one proxy serves all addresses.
    proxy = proxies.get("https") or proxies.get("http") or ""
    return proxy.strip() or None
