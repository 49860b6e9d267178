"""Publishers: the paper or portal an address belongs to, and the province it is at home in."""

from collections.abc import Iterator
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


class AddressShape(Shape):
    """Addresses that spell a province, and what the outlets at them are called.

    `{slug}` is the province as addresses spell it, `{province}` its name. `lasting` shapes are
    only of provinces whose name outlived the reform of 1 July 2025; the outlets of the others
    bore theirs until the day before.
    """

    hosts: tuple[str, ...]
    name: str = "{host}"
    since: date | None = None
    until: date | None = None
    lasting: bool = False


class PublisherFile(Shape):
    """`publishers.toml`: the shapes of provincial addresses, and the publishers that differ."""

    shape: tuple[AddressShape, ...]
    slugs: dict[str, tuple[str, ...]]
    publisher: tuple[Publisher, ...]


@cache
def load_publishers() -> dict[str, Publisher]:
    """Return all known publishers by domain as they are called now, or were called last."""
    return {domain: entries[-1] for domain, entries in _entries().items()}


@cache
def _entries() -> dict[str, tuple[Publisher, ...]]:
    """Return what is known of each domain, an entry for each of its names in order of time."""
    file = read_file(CATALOGUE, PublisherFile)
    known = provinces("63")
    found: dict[str, tuple[Publisher, ...]] = {}
    for shape in file.shape:
        for code, place in known.items():
            for slug in file.slugs.get(code) or (strip_marks(place.name).replace(" ", ""),):
                for publisher in _shaped(shape, slug, place):
                    found[publisher.domain] = (*found.get(publisher.domain, ()), publisher)
    listed: dict[str, tuple[Publisher, ...]] = {}
    for publisher in file.publisher:
        before = listed.get(publisher.domain, ())
        if publisher.home and publisher.home not in known:
            raise PatternError(str(CATALOGUE), publisher.domain, f"no province {publisher.home}")
        if before and not _follows(before[-1], publisher):
            raise PatternError(str(CATALOGUE), publisher.domain, "this domain is listed twice")
        listed[publisher.domain] = (*before, publisher)
    return found | listed


def _shaped(shape: AddressShape, slug: str, place: Place) -> Iterator[Publisher]:
    heir = provinces("34")[place.successors[0]]
    lasts = heir.name == place.name or _alone(place)
    if shape.lasting and not lasts:
        return
    for pattern in shape.hosts:
        host = pattern.format(slug=slug)
        yield Publisher(
            domain=host,
            name=shape.name.format(host=host, province=(heir if shape.lasting else place).name),
            home=place.code,
            since=shape.since,
            until=shape.until or (None if lasts else place.valid_to),
        )


def _alone(place: Place) -> bool:
    """Tell whether a province became one of the new ones by itself, as Thừa Thiên Huế did."""
    heirs = [p for p in provinces("63").values() if p.successors[0] == place.successors[0]]
    return heirs == [place]


def _follows(before: Publisher, after: Publisher) -> bool:
    return before.until is not None and after.since is not None and before.until < after.since


def known_publisher(url: str | None, on: date | None = None) -> Publisher | None:
    """Return the publisher at an address as it was called on a day, None for an unknown one."""
    host = publisher_of(url) if url else None
    if host is None:
        return None
    labels = host.split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        entries = _entries().get(domain, ())
        if entries:
            return next((entry for entry in entries if entry.holds(on)), entries[-1])
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
    for known in (entry for entries in _entries().values() for entry in entries):
        if key == strip_marks(known.name):
            return provinces("63")[known.home] if known.home else None
    for opening in _OPENINGS:
        if key.startswith(f"{opening} "):
            try:
                return find_province(key.removeprefix(f"{opening} "))
            except LookupError:  # a paper called after something else: "Báo Đầu tư"
                return None
    return None
