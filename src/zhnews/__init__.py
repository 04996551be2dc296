"""Turn long Chinese government releases into short bulletins in which every figure leads back to its source.

The names below are loaded when they are first used, so that `import zhnews` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Block": "model",
    "Bulletin": "model",
    "Choice": "convert",
    "Citation": "model",
    "Claim": "model",
    "Cut": "model",
    "Detected": "convert",
    "Digest": "digests",
    "DropRelease": "errors",
    "Dropped": "model",
    "Edit": "text",
    "EditError": "errors",
    "Finding": "model",
    "InputError": "errors",
    "LexiconError": "errors",
    "Limits": "read",
    "Period": "model",
    "Pipeline": "pipeline",
    "PipelineError": "errors",
    "Quantity": "model",
    "Release": "model",
    "ScoredSentence": "model",
    "Sentence": "model",
    "Span": "text",
    "Text": "text",
    "Token": "model",
    "ZhnewsError": "errors",
    "audit": "api",
    "default_stages": "api",
    "detect_script": "api",
    "digest": "api",
    "explain_conversion": "api",
    "extract": "api",
    "extract_claims": "api",
    "find_periods": "numbers",
    "find_quantities": "numbers",
    "normalize": "api",
    "quarantined": "clean",
    "rank_sentences": "api",
    "read_release": "read",
    "report": "api",
    "simplify": "api",
    "summarize": "api",
    "tokenize": "api",
    "verify": "api",
    "with_claims": "api",
}

__all__ = ["__version__", *sorted(_HOMES)]

if TYPE_CHECKING:
    from zhnews.api import audit as audit
    from zhnews.api import default_stages as default_stages
    from zhnews.api import detect_script as detect_script
    from zhnews.api import digest as digest
    from zhnews.api import explain_conversion as explain_conversion
    from zhnews.api import extract as extract
    from zhnews.api import extract_claims as extract_claims
    from zhnews.api import normalize as normalize
    from zhnews.api import rank_sentences as rank_sentences
    from zhnews.api import report as report
    from zhnews.api import simplify as simplify
    from zhnews.api import summarize as summarize
    from zhnews.api import tokenize as tokenize
    from zhnews.api import verify as verify
    from zhnews.api import with_claims as with_claims
    from zhnews.clean import quarantined as quarantined
    from zhnews.convert import Choice as Choice
    from zhnews.convert import Detected as Detected
    from zhnews.digests import Digest as Digest
    from zhnews.errors import DropRelease as DropRelease
    from zhnews.errors import EditError as EditError
    from zhnews.errors import InputError as InputError
    from zhnews.errors import LexiconError as LexiconError
    from zhnews.errors import PipelineError as PipelineError
    from zhnews.errors import ZhnewsError as ZhnewsError
    from zhnews.model import Block as Block
    from zhnews.model import Bulletin as Bulletin
    from zhnews.model import Citation as Citation
    from zhnews.model import Claim as Claim
    from zhnews.model import Cut as Cut
    from zhnews.model import Dropped as Dropped
    from zhnews.model import Finding as Finding
    from zhnews.model import Period as Period
    from zhnews.model import Quantity as Quantity
    from zhnews.model import Release as Release
    from zhnews.model import ScoredSentence as ScoredSentence
    from zhnews.model import Sentence as Sentence
    from zhnews.model import Token as Token
    from zhnews.numbers import find_periods as find_periods
    from zhnews.numbers import find_quantities as find_quantities
    from zhnews.pipeline import Pipeline as Pipeline
    from zhnews.read import Limits as Limits
    from zhnews.read import read_release as read_release
    from zhnews.text import Edit as Edit
    from zhnews.text import Span as Span
    from zhnews.text import Text as Text


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'zhnews' has no attribute {name!r}")
    value = getattr(import_module(f"zhnews.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
