"""A network learns from a few glyphs, the same way every time, and its best epoch is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from drawing import TEACHING_FONTS
from model.alphabet import ALPHABET
from model.classifier import Logits
from model.frame import GlyphFrames
from tests.model.fakes import CARD
from training.experiment import Experiment
from training.fit import Fitted, fit
from training.fonts import HELD_OUT, font_letters
from training.glyphs import GlyphSet
from training.losses import distillation_loss, marginal_loss
from training.measure import share_right
from training.split import Split
from training.watch import Epoch, Watcher

SHORT = replace(Experiment(), epochs=3, batch=64, seed=1)


@pytest.fixture(scope="module")
def parts() -> Split:
    """Letters of fonts: every fifth glyph chooses the epoch."""
    glyphs = font_letters(renderings=3, seed=1, teaching=False)
    number = np.arange(len(glyphs))
    return Split(glyphs[number % 5 > 0], glyphs[number % 5 == 0], glyphs[number < 0])


class Record(Watcher):
    """What a run reported."""

    def __init__(self) -> None:
        self.epochs: list[Epoch] = []
        self.steps: list[int] = []
        self.closed = False

    def stepped(self, number: int, loss: float, learning_rate: float) -> None:
        self.steps.append(number)

    def ended(self, epoch: Epoch) -> None:
        self.epochs.append(epoch)

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def run(parts: Split) -> tuple[Fitted, Record]:
    record = Record()
    return fit(parts, SHORT, record), record


def test_loss_of_one_class_is_its_negative_log_probability() -> None:
    logits = torch.tensor([[1.0, 2.0, 0.5], [0.0, 0.0, 0.0]])
    classes = torch.tensor([[1, 1], [2, 2]])
    first = -np.log(np.exp(2) / (np.exp(1) + np.exp(2) + np.exp(0.5)))
    assert abs(float(marginal_loss(logits, classes)) - (first + np.log(3)) / 2) < 1e-6


def test_loss_of_two_classes_is_that_of_their_sum() -> None:
    logits = torch.log(torch.tensor([[0.2, 0.3, 0.5]]))
    assert abs(float(marginal_loss(logits, torch.tensor([[0, 1]]))) + np.log(0.5)) < 1e-6
    assert abs(float(marginal_loss(logits, torch.tensor([[0, 0]]))) + np.log(0.2)) < 1e-6


def test_smoothing_mixes_in_all_classes() -> None:
    logits = torch.log(torch.tensor([[0.2, 0.3, 0.5]]))
    every = -np.mean(np.log([0.2, 0.3, 0.5]))
    assert abs(float(marginal_loss(logits, torch.tensor([[2, 2]]), 0.1)) - (0.9 * -np.log(0.5) + 0.1 * every)) < 1e-6


def test_marginal_loss_does_not_care_which_case_is_right() -> None:
    logits = torch.zeros(1, 4, requires_grad=True)
    marginal_loss(logits, torch.tensor([[0, 1]])).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert torch.allclose(logits.grad, torch.tensor([[-0.25, -0.25, 0.25, 0.25]]))


def test_short_run_lowers_the_loss_and_beats_chance(run: tuple[Fitted, Record]) -> None:
    fitted, record = run
    assert record.epochs[-1].loss < 0.7 * record.epochs[0].loss
    assert record.epochs[-1].validation_loss < 0.8 * record.epochs[0].validation_loss
    assert fitted.best.accuracy > 0.35, "chance is 0.013"


def test_run_reports_every_epoch_and_step(run: tuple[Fitted, Record], parts: Split) -> None:
    fitted, record = run
    assert [epoch.number for epoch in record.epochs] == [1, 2, 3]
    assert record.steps == list(range(1, 3 * (len(parts.train) // 64) + 1))
    assert fitted.epochs == tuple(record.epochs)
    assert record.closed


def test_best_epoch_is_kept(run: tuple[Fitted, Record], parts: Split) -> None:
    fitted, record = run
    best = max(epoch.accuracy for epoch in record.epochs)
    assert fitted.best.accuracy == best
    assert abs(share_right(fitted.network, parts.validation) - best) < 1e-9
    assert not fitted.network.training


def test_same_seed_gives_the_same_weights(parts: Split) -> None:
    def weights(seed: int) -> Tensor:
        few = Split(parts.train[np.arange(0, len(parts.train), 8)], parts.validation, parts.test)
        fitted = fit(few, replace(SHORT, epochs=1, seed=seed))
        return torch.cat([value.flatten() for value in fitted.network.state_dict().values()])

    first = weights(1)
    assert torch.equal(first, weights(1))
    assert not torch.equal(first, weights(2))


def test_either_case_is_right_for_a_folded_label() -> None:
    class Answers(torch.nn.Module):
        def forward(self, frames: Tensor) -> Tensor:
            return torch.nn.functional.one_hot(torch.full((len(frames),), ALPHABET.index("a")), len(ALPHABET)).float()

    frames = np.zeros((2, 28, 28), np.uint8)
    folded = GlyphSet.of_one_source("made up", frames, "AB", folded=True)
    cased = GlyphSet.of_one_source("made up", frames, "AB")
    assert share_right(Answers(), folded) == 0.5
    assert share_right(Answers(), cased) == 0


def test_fonts_of_test_pages_are_never_trained_on() -> None:
    letters = font_letters(renderings=1, seed=1)
    assert len(HELD_OUT) == 4
    assert len(letters) == (8 + len(TEACHING_FONTS)) * (len(ALPHABET) - 1)
    assert (letters.frames.max(axis=(1, 2)) == 255).all()


def test_distillation_loss_is_the_divergence_of_softened_probabilities() -> None:
    wanted, given = np.array([0.7, 0.2, 0.1]), np.array([0.5, 0.3, 0.2])
    teacher = torch.tensor(np.stack([np.log(wanted), np.log(given)]))
    learner = torch.tensor(np.stack([np.log(given), np.log(given)]))
    divergence = float((wanted * np.log(wanted / given)).sum())
    # The mean over two glyphs, the second of which is learnt already.
    assert abs(float(distillation_loss(learner, teacher, 1.0)) - divergence / 2) < 1e-9
    softened = float(distillation_loss(2 * learner, 2 * teacher, 2.0))
    assert abs(softened - 4 * divergence / 2) < 1e-9


def test_distillation_loss_is_nothing_where_the_two_agree() -> None:
    logits = torch.randn(5, 7, generator=torch.Generator().manual_seed(1))
    for temperature in (1.0, 2.0, 5.0):
        assert abs(float(distillation_loss(logits, logits + 3, temperature))) < 1e-6
        assert float(distillation_loss(logits, -logits, temperature)) > 0.1


def test_distillation_pulls_towards_the_teacher() -> None:
    logits = torch.zeros(1, 3, requires_grad=True)
    distillation_loss(logits, torch.tensor([[4.0, 0.0, 0.0]]), 2.0).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert logits.grad[0, 0] < 0 < logits.grad[0, 1]


class SureTeacher:
    """Takes every glyph for a Q, and remembers what it was shown."""

    card = CARD

    def __init__(self) -> None:
        self.shown: list[GlyphFrames] = []

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give the Q a large logit."""
        self.shown.append(frames)
        logits = np.zeros((len(frames), len(ALPHABET)), np.float32)
        logits[:, ALPHABET.index("Q")] = 20
        return logits


@pytest.fixture(scope="module")
def few(parts: Split) -> Split:
    return Split(parts.train[np.arange(0, len(parts.train), 6)], parts.validation, parts.test)


def share_of_q(fitted: Fitted, glyphs: GlyphSet) -> float:
    with torch.inference_mode():
        logits = fitted.network(torch.from_numpy(glyphs.frames)[:, None].float() / 255)
    return float((logits.argmax(dim=1) == ALPHABET.index("Q")).float().mean())


def test_teacher_is_believed_as_far_as_asked(few: Split) -> None:
    short = replace(SHORT, epochs=2, teacher_temperature=1.0)
    believed = fit(few, replace(short, teacher_share=1.0), teacher=SureTeacher())
    doubted = fit(few, replace(short, teacher_share=0.0), teacher=SureTeacher())
    assert share_of_q(believed, few.validation) > 0.9
    assert share_of_q(doubted, few.validation) < 0.3


def test_teacher_that_is_not_believed_changes_nothing(few: Split) -> None:
    short = replace(SHORT, epochs=1, teacher_share=0.0)
    alone, taught = fit(few, short), fit(few, short, teacher=SureTeacher())
    for one, other in zip(alone.network.parameters(), taught.network.parameters(), strict=True):
        assert torch.equal(one, other)


def test_teacher_is_shown_the_same_changed_frames(few: Split) -> None:
    teacher = SureTeacher()
    fit(few, replace(SHORT, epochs=1), teacher=teacher)
    assert len(teacher.shown) == len(few.train) // SHORT.batch
    for frames in teacher.shown:
        assert frames.shape == (SHORT.batch, 28, 28)
        assert frames.dtype == np.uint8
        assert frames.max() > 200
