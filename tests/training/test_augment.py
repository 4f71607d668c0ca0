"""Each glyph is changed in its own way, and stays a glyph."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
import torch
from torch import Tensor

from tests.training.corpora import pictures
from training.augment import Augmentation, augment

NOTHING = Augmentation(**{field.name: 0.0 for field in fields(Augmentation)})


def frames(letters: str = "ABGKRS5a") -> Tensor:
    return torch.from_numpy(pictures(letters, seed=1))[:, None].float() / 255


def changed(how: Augmentation, seed: int = 3, given: Tensor | None = None) -> Tensor:
    return augment(frames() if given is None else given, how, torch.Generator().manual_seed(seed))


def test_shape_and_range_stay() -> None:
    given = frames("ABGKRS5a" * 40)
    before = given.clone()
    after = changed(Augmentation(), given=given)
    assert after.shape == given.shape
    assert after.dtype == torch.float32
    assert float(after.min()) >= 0
    assert float(after.max()) <= 1
    assert torch.isfinite(after).all()
    assert torch.equal(given, before)


def test_all_off_changes_nothing() -> None:
    assert float((changed(NOTHING) - frames()).abs().max()) < 1e-3


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("shift", 2),
        ("turn_deg", 10),
        ("slant", 0.2),
        ("stretch", 0.15),
        ("elastic", 1),
        ("stroke", 1),
        ("blur", 1),
        ("contrast", 1),
    ],
)
def test_each_change_alone_changes_glyphs_and_leaves_them_glyphs(name: str, strength: float) -> None:
    given = frames("ABGKRS5a" * 8)
    difference = (changed(replace(NOTHING, **{name: strength}), given=given) - given).abs().mean(dim=(1, 2, 3))
    assert float((difference > 0.003).float().mean()) > 0.6
    # Two different letters are some 0.2 apart.
    assert float(difference.mean()) < 0.12


def test_same_glyphs_of_a_batch_become_different() -> None:
    after = changed(Augmentation(), given=frames("R" * 1).repeat(16, 1, 1, 1))
    distances = torch.cdist(after.flatten(1), after.flatten(1))
    assert float((distances + 1e9 * torch.eye(16)).min()) > 0.5


def test_seed_decides() -> None:
    assert torch.equal(changed(Augmentation(), seed=1), changed(Augmentation(), seed=1))
    assert not torch.equal(changed(Augmentation(), seed=1), changed(Augmentation(), seed=2))


def test_shift_moves_no_further_than_asked() -> None:
    dot = torch.zeros(200, 1, 28, 28)
    dot[:, :, 13:15, 13:15] = 1
    after = changed(replace(NOTHING, shift=2.0), given=dot)[:, 0]
    weights = after / after.sum(dim=(1, 2), keepdim=True)
    place = (weights.sum(dim=1) * torch.arange(28)).sum(dim=1) - 13.5
    assert 1.5 < float(place.abs().max()) <= 2.05
    assert float(place.mean().abs()) < 0.3
