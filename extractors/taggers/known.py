"""Whether underthesea is one whose words, tags and names are known to be built the same here."""

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

VERSIONS = {"underthesea": "9.5.0", "underthesea_core": "3.3.2"}
SEGMENTATION = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
PARTS_OF_SPEECH = "pipeline/pos_tag/pos_crf_2017_10_11.bin"
NAMES = "pipeline/ner/ner_crf_2017_10_12.bin"
# The models, and the modules whose templates and functions are used: first digits of SHA-256.
FILES = {
    "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727/models.bin": "c3a64c64349f1d73",
    "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727/features.bin": "cf93263c7c7973bf",
    "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727/dictionary.bin": "ec8c62b3881c6682",
    "pipeline/word_tokenize/__init__.py": "65b26025dfd44e2e",
    "pipeline/word_tokenize/regex_tokenize.py": "5cb4fdc04fc806ac",
    "pipeline/text_normalize/token_normalize.py": "e3dfaccc016417d1",
    "pipeline/text_normalize/character_normalize.py": "f10727cca09ec90c",
    "pipeline/text_normalize/tn_rules_2023_07_14.bin": "a8ef96ef9837f6a3",
    "pipeline/pos_tag/pos_crf_2017_10_11.bin": "5b1606d0c3688cda",
    "pipeline/pos_tag/model_crf.py": "1cd2d47e97dc0d78",
    "pipeline/pos_tag/tagged_feature.py": "1a19bc38d48f1403",
    "pipeline/ner/ner_crf_2017_10_12.bin": "62e7435bb3af0baa",
    "pipeline/ner/model_crf.py": "2c44d8e1ce990a4e",
    "pipeline/ner/tagged_feature.py": "41afa823b457e964",
}


def folder() -> Path:
    """Return the folder underthesea is installed in."""
    spec = find_spec("underthesea")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("underthesea is not installed")
    return Path(spec.origin).parent


def strangeness() -> str | None:
    """Return in what the installed underthesea differs from the known one; None for nothing."""
    for package, known in VERSIONS.items():
        try:
            installed = version(package)
        except PackageNotFoundError:
            return f"{package} is not installed"
        if installed != known:
            return f"{package} {installed} is not the known {known}"
    home = folder()
    for name, digits in FILES.items():
        path = home / name
        if not path.is_file() or not sha256(path.read_bytes()).hexdigest().startswith(digits):
            return f"{name} of underthesea is not the known file"
    return None
