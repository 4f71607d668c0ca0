"""Framed glyphs kept on disk, so that a second run on the same sources starts at once."""

from __future__ import annotations

import hashlib
import inspect
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from training import own, sources
from training.experiment import Experiment
from training.glyphs import GlyphSet
from training.own import Gathered
from training.pictures import Skipped
from training.saving import write_whole
from training.sources import Emnist
from training.split import Split

#: So many are kept, the last ones used.
MOST = 4
#: What of an experiment decides which glyphs there are.
_DECIDING = (
    "seed", "renderings", "font_renderings", "punctuation", "not_characters", "unseen_writers",
)  # fmt: skip
_PARTS = ("train", "validation", "test")


def key_of(paths: Sequence[Path], emnist: Emnist | None, experiment: Experiment) -> str:
    """Tells two gatherings apart: by the sources' files, the experiment, and the code that frames them."""
    facts = {
        "files": [_facts(file) for path in paths for file in _files(path)],
        "emnist": None if emnist is None else [str(emnist.root), emnist.split],
        "experiment": {name: value for name, value in asdict(experiment).items() if name in _DECIDING},
        "code": sorted(_code_of(own, sources)),
    }
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:20]


def cached(folder: Path, key: str, make: Callable[[], Gathered]) -> Gathered:
    """Load what is kept under the key, or make it and keep it.

    Raises:
        TrainingError: The folder cannot be written to.
    """
    path = folder / f"{key}.npz"
    if kept := _load(path):
        path.touch()
        return kept
    made = make()
    write_whole(path, _as_bytes(made))
    for old in sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime)[:-MOST]:
        old.unlink(missing_ok=True)
    return made


def _load(path: Path) -> Gathered | None:
    """What is kept, None where there is nothing or it is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as columns:
            parts = [GlyphSet(*(columns[f"{part}-{field.name}"] for field in fields(GlyphSet))) for part in _PARTS]
            skipped = [Skipped(Path(where), str(why)) for where, why in columns["skipped"].reshape(-1, 2)]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    return Gathered(Split(*parts), tuple(skipped))


def _as_bytes(gathered: Gathered) -> bytes:
    columns: dict[str, Any] = {
        f"{part}-{field.name}": getattr(getattr(gathered.parts, part), field.name)
        for part in _PARTS
        for field in fields(GlyphSet)
    }
    columns["skipped"] = np.array([[str(one.path), one.reason] for one in gathered.skipped], np.str_)
    file = io.BytesIO()
    np.savez(file, **columns)
    return file.getvalue()


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _facts(file: Path) -> list[str | int]:
    state = file.stat() if file.exists() else None
    return [str(file.resolve()), state.st_size, state.st_mtime_ns] if state else [str(file), 0, 0]


def _code_of(*modules: ModuleType) -> set[str]:
    """The source of modules and of all our modules that they take anything from."""
    seen: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        one = waiting.pop()
        if one.__name__ not in seen:
            seen[one.__name__] = inspect.getsource(one)
            waiting.extend(_taken_from(one))
    return set(seen.values())


def _taken_from(module: ModuleType) -> Iterator[ModuleType]:
    for value in list(vars(module).values()):
        name = value.__name__ if inspect.ismodule(value) else str(getattr(value, "__module__", ""))
        if name.split(".")[0] in ("model", "training") and name in sys.modules:
            yield sys.modules[name]
