"""All tables of a store: what was said, what was concluded, and what each part of `db` keeps."""

from . import conclusions as _conclusions  # noqa: F401
from .checks import schema as _checks  # noqa: F401
from .models import Base
from .official import schema as _official  # noqa: F401
from .verdicts import schema as _verdicts  # noqa: F401

metadata = Base.metadata
