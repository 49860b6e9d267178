"""Web pages in, articles out: what a page is about, without its menus, teasers and comments."""

from .page import read_page

__all__ = ["read_page"]
