"""The body of a page as blocks: its lines in reading order, and the boxes they stand in."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .tables import rows_of

# fmt: off
# Holds nothing to read, or nothing that could be part of an article.
SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "select", "button", "textarea",
    "iframe", "object", "embed", "audio", "video", "canvas", "nav", "map", "datalist", "dialog",
    "head", "-comment", "-doctype",
))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Lines of their own, in the box around them.
LINES = HEADINGS | frozenset((
    "p", "li", "dt", "dd", "blockquote", "figcaption", "pre", "address", "caption", "hr",
))
BOXES = frozenset((
    "div", "td", "th", "section", "article", "main", "aside", "header", "footer", "ul", "ol", "dl",
    "form", "center", "fieldset", "figure", "details", "table", "body",
))
# fmt: on


class Box:
    """An element that holds blocks: what it is called, and the range of blocks inside."""

    __slots__ = ("first", "last", "mark", "parent", "tag")

    def __init__(self, parent: "Box | None", tag: str, mark: str, first: int) -> None:
        self.parent = parent
        self.tag = tag
        self.mark = mark  # its id and class
        self.first = first
        self.last = first


class Block:
    """A line of a page: its words, how many of their characters are links, and where it stands."""

    __slots__ = ("box", "linked", "tag", "text")

    def __init__(self, text: str, linked: int, box: Box, tag: str) -> None:
        self.text = text
        self.linked = linked
        self.box = box
        self.tag = tag  # the innermost heading, paragraph or list item, "row" for a table's row


class Blocks:
    """The blocks of a page, or of one element, and all boxes in the order they open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self._run: list[str] = []
        self._linked = 0

    def read(self, node: LexborNode) -> None:
        """Read all blocks of an element."""
        box = Box(None, node.tag or "", "", 0)
        self.boxes.append(box)
        self._walk(node, box, "")
        self._flush(box, "")
        box.last = len(self.blocks)

    def _walk(self, node: LexborNode, box: Box, tag: str) -> None:
        child = node.first_child
        while child is not None:
            name = child.tag or ""
            if name == "-text":
                self._run.append(child.text_content or "")
            elif name == "a":
                text = child.text()
                if not text.isspace():
                    self._run.append(text)
                    self._linked += len(text)
            elif name in SKIPPED:
                pass
            elif name == "br":
                self._flush(box, tag)
            elif name in LINES:
                self._flush(box, tag)
                self._walk(child, box, name)
                self._flush(box, name)
            elif name in BOXES:
                self._flush(box, tag)
                self._enter(child, name, box)
            else:
                self._walk(child, box, tag)
            child = child.next

    def _enter(self, node: LexborNode, name: str, parent: Box) -> None:
        told = node.attrs
        mark = f"{told.get('id') or ''} {told.get('class') or ''}" if len(told) else ""
        box = Box(parent, name, mark, len(self.blocks))
        self.boxes.append(box)
        rows = rows_of(node) if name == "table" else None
        if rows is None:
            self._walk(node, box, "")
            self._flush(box, "")
        else:
            self.blocks += [Block(row, 0, box, "row") for row in rows]
        box.last = len(self.blocks)

    def _flush(self, box: Box, tag: str) -> None:
        if not self._run:
            return
        text = " ".join("".join(self._run).split())
        if text:
            self.blocks.append(Block(text, min(self._linked, len(text)), box, tag))
        self._run = []
        self._linked = 0


def read_blocks(tree: LexborHTMLParser) -> Blocks:
    """Return the blocks of a page, none where it has no body."""
    found = Blocks()
    if tree.body is not None:
        found.read(tree.body)
    return found
