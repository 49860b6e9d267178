"""Where the time goes: the milliseconds of each component of the line, and the slowest articles.

python benchmarks/components.py [--articles 600]
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from time import process_time

from press import SOURCE, articles
from rich.console import Console
from rich.table import Table
from solieu.corpus.article import Article
from solieu.pipeline.load import ZONE, load, read_articles, without_tokens, zoned
from spacy.language import Language

SLOWEST = 5


def spent(nlp: Language, found: Sequence[Article]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the seconds that each component took, and each article."""
    components: Counter[str] = Counter()
    each: Counter[str] = Counter()
    for article in zoned(nlp, found, ZONE):
        begun = last = process_time()
        doc = without_tokens(nlp, article.text)
        doc._.article = article
        doc._.spanned = False
        for name, component in [("layout", None), *nlp.pipeline]:
            doc = component(doc) if component else doc
            now = process_time()
            components[name] += now - last
            last = now
        each[article.id] = last - begun
    return components, each


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=600)
    found = list(articles(parser.parse_args().articles))
    nlp = load(entities="off")
    for _ in read_articles(nlp, found[:20]):  # and everything is compiled
        pass
    components, each = spent(nlp, found)
    console = Console()
    parts = Table("component", "ms/article", "share", title=f"{len(found)} articles of {SOURCE}")
    for name, seconds in components.most_common():
        share = seconds / components.total()
        parts.add_row(name, f"{1000 * seconds / len(found):.2f}", f"{share:.0%}")
    console.print(parts)
    late = Table("article", "characters", "ms", title="The slowest articles")
    lengths = {a.id: len(a.text) for a in found}
    for name, seconds in each.most_common(SLOWEST):
        late.add_row(name, f"{lengths[name]:,}", f"{1000 * seconds:.0f}")
    console.print(late)


if __name__ == "__main__":
    main()
