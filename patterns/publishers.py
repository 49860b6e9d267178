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


class Layout(Shape):
    """CSS selectors of the parts of a publisher's pages; only such as a real page has proved."""

    title: str
    body: str
    date: str = ""


class Publisher(Shape):
    """A paper or portal; `home` is the code of a province in the system of 63, "" for none.

    The name holds from one day to another, both included; None leaves that end open.
    """

    domain: str
    name: str
    home: str = ""
    since: date | None = None
    until: date | None = None
    page: Layout | None = None

    def holds(self, on: date | None) -> bool:
        """Tell whether the publisher bore this name on a day; without one, whether it does now."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


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
    for domain, entries in _listed().items():
        for publisher in entries:
            if publisher.home and publisher.home not in known:
                raise PatternError(str(CATALOGUE), domain, f"no province {publisher.home}")
        found[domain] = entries[-1]
    return found


@cache
def _listed() -> dict[str, tuple[Publisher, ...]]:
    """Return the entries of the file by domain, several for one that changed its name."""
    found: dict[str, tuple[Publisher, ...]] = {}
    for publisher in read_file(CATALOGUE, PublisherFile).publisher:
        before = found.get(publisher.domain, ())
        if before and not (
            before[-1].until and publisher.since and before[-1].until < publisher.since
        ):
            raise PatternError(str(CATALOGUE), publisher.domain, "this domain is listed twice")
        found[publisher.domain] = (*before, publisher)
    return found


def known_publisher(url: str | None, on: date | None = None) -> Publisher | None:
    """Return the publisher at an address as it was called on a day, None for an unknown one."""
    host = publisher_of(url) if url else None
    if host is None:
        return None
    labels = host.split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        entries = _listed().get(domain, ())
        named = next((entry for entry in entries if entry.holds(on)), None)
        if found := named or load_publishers().get(domain):
            return found
    return None


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
    known = known_publisher(host)
    return provinces("63")[known.home] if known and known.home else None


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
