"""Publishers: the paper or portal an address belongs to, and the province it is at home in."""

from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from .errors import PatternError
from .fold import strip_marks
from .loading import read_file
from .places import Place, find_province, provinces, system_on
from .schema import Shape

CATALOGUE = Path(__file__).parent / "publishers.toml"

# How the name of a provincial outlet opens: "Báo Thái Bình", "Cổng thông tin điện tử tỉnh X".
_OPENINGS = (
    "bao va phat thanh, truyen hinh",
    "bao va phat thanh truyen hinh",
    "dai phat thanh va truyen hinh",
    "dai phat thanh - truyen hinh",
    "dai pt-th",
    "cong thong tin dien tu",
    "trang thong tin dien tu",
    "cong ttdt",
    "cong tin",
    "bao dien tu",
    "bao",
)


class Publisher(Shape):
    """A paper or portal; `home` is the code of a province in the system of 63, "" for none."""

    domain: str
    name: str
    home: str = ""


class PublisherFile(Shape):
    """`publishers.toml`: the shapes of provincial addresses, and the publishers that differ."""

    hosts: tuple[str, ...]
    slugs: dict[str, tuple[str, ...]]
    publisher: tuple[Publisher, ...]


@cache
def load_publishers() -> dict[str, Publisher]:
    """Return all known publishers by domain, those whose address follows a shape included."""
    file = read_file(CATALOGUE, PublisherFile)
    known = provinces("63")
    found: dict[str, Publisher] = {}
    for code, place in known.items():
        for slug in file.slugs.get(code) or (strip_marks(place.name).replace(" ", ""),):
            for host in file.hosts:
                domain = host.format(slug=slug)
                found[domain] = Publisher(domain=domain, name=domain, home=code)
    listed: set[str] = set()
    for publisher in file.publisher:
        if publisher.domain in listed:
            raise PatternError(str(CATALOGUE), publisher.domain, "this domain is listed twice")
        if publisher.home and publisher.home not in known:
            raise PatternError(str(CATALOGUE), publisher.domain, f"no province {publisher.home}")
        listed.add(publisher.domain)
        found[publisher.domain] = publisher
    return found


def publisher_of(url: str) -> str | None:
    """Return the host of an address, lower case, without `www.`; None if it has none."""
    address = url.strip()
    if not address or " " in address:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:  # an address that breaks off inside a bracket has no host
        return None
    return host.removeprefix("www.") if host and "." in host else None


def home_of(publisher: str | None, on: date | None = None) -> Place | None:
    """Return the province a publisher is at home in, given its address, domain or name.

    `on` chooses the system: from 1 July 2025 on the province that the home became. None for a
    national or an unknown publisher.
    """
    if not publisher:
        return None
    host = publisher_of(publisher)
    home = _home_of_host(host) if host else _home_of_name(publisher)
    if home is not None and system_on(on) == "34":
        return provinces("34")[home.successors[0]]
    return home


def _home_of_host(host: str) -> Place | None:
    labels = host.split(".")
    for start in range(len(labels) - 1):
        known = load_publishers().get(".".join(labels[start:]))
        if known is not None:
            return provinces("63")[known.home] if known.home else None
    return None


@lru_cache(maxsize=1000)
def _home_of_name(name: str) -> Place | None:
    key = strip_marks(name)
    for known in load_publishers().values():
        if key == strip_marks(known.name):
            return provinces("63")[known.home] if known.home else None
    for opening in _OPENINGS:
        if key.startswith(f"{opening} "):
            try:
                return find_province(key.removeprefix(f"{opening} "))
            except LookupError:  # a paper called after something else: "Báo Đầu tư"
                return None
    return None
