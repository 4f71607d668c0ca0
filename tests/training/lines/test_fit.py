"""linenet learns lines, goes on after a kill, and comes back from its file as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from model.errors import CheckpointError
from model.lines.card import HEIGHT, STRIDE, load_line_weights
from model.lines.linenet import LineNetReader
from model.lines.reading import BLANK, SYMBOLS
from model.lines.strip import Strip
from training.errors import TrainingError
from training.fit import load_state, save_state
from training.lines.batches import WIDTHS, batch_of
from training.lines.export import int8_of, line_onnx_of, save_line_network
from training.lines.fit import LineExperiment, LineRun, ends_loss, fit_lines, folded, line_loss
from training.lines.measure import collapsed, line_accuracy, served
from training.lines.photograph import Taught
from training.lines.restore import line_state
from training.lines.store import load_strips, save_strips
from training.lines.writers import Writer, font_writers

SMALL = LineExperiment(steps=3, batch=4, seed=1)


@pytest.fixture(scope="module")
def everybody() -> Writer:
    return next(iter(font_writers(["indie-flower"])))


def strip(text: str, *, folded: bool = False) -> Taught:
    """A strip whose letters are 20 pixels wide."""
    middle = np.arange(len(text), dtype=np.float32) * 20 + 18
    grey = np.random.default_rng(len(text)).integers(0, 255, (HEIGHT, 20 * len(text) + 16), np.uint8)
    return Taught(grey, text, middle, np.full(len(text), 16, np.float32), folded)


def test_a_batch_tells_what_stands_at_each_step() -> None:
    batch = batch_of([strip("AB"), strip("C D")])
    assert batch.strips.shape == (2, 1, HEIGHT, next(width for width in WIDTHS if width >= 76))
    assert batch.widths.tolist() == [14, 19]
    assert batch.lengths.tolist() == [2, 3]
    assert collapsed(batch.columns[0].numpy()) == "AB"
    assert collapsed(batch.columns[1].numpy()) == "C D"
    assert batch.columns[0, 14:].tolist() == [BLANK] * (batch.columns.shape[1] - 14)


def test_a_capital_of_a_folded_label_stands_for_either_case() -> None:
    chances = torch.full((1, len(SYMBOLS), 1), 1e-6).log()
    chances[0, SYMBOLS.index("a")], chances[0, SYMBOLS.index("A")] = np.log(0.6), np.log(0.3)
    both = folded(chances).exp()[0, :, 0]
    assert abs(float(both[SYMBOLS.index("A")]) - 0.9) < 1e-5
    assert float(both[SYMBOLS.index("a")]) < 1e-6


def test_the_loss_is_lowest_where_the_letters_are() -> None:
    batch = batch_of([strip("AB")])
    right = torch.nn.functional.one_hot(batch.columns, len(SYMBOLS)).permute(0, 2, 1) * 20.0
    assert float(line_loss(right, batch, 1.0)) < 0.01 < 1 < float(line_loss(-right, batch, 1.0))


def test_a_batch_tells_where_letters_begin_and_end() -> None:
    batch = batch_of([strip("A B")])
    known = ~batch.ends.isnan()
    assert torch.equal(known[:, 0], (batch.columns == SYMBOLS.index("A")) | (batch.columns == SYMBOLS.index("B")))
    steps = torch.arange(batch.ends.shape[2]) + 0.5
    left, right = (steps - batch.ends[0, 0]) * STRIDE, (steps + batch.ends[0, 1]) * STRIDE
    for letter, middle in (("A", 18), ("B", 58)):
        here = batch.columns[0] == SYMBOLS.index(letter)
        assert torch.allclose(left[here], torch.tensor(middle - 8.0))
        assert torch.allclose(right[here], torch.tensor(middle + 8.0))
    right_ends = batch.ends.nan_to_num()
    assert float(ends_loss(right_ends, batch)) == 0 < float(ends_loss(right_ends + 1, batch))


def test_a_run_that_was_killed_goes_on_where_it_was(everybody: Writer, tmp_path: Path) -> None:
    run, losses = LineRun.start(SMALL), []
    fit_lines(run, [everybody], everybody, [strip("ANNA", folded=True)], lambda _, loss: losses.append(loss))
    assert (run.step, len(losses)) == (3, 3)
    save_state(run.state(), tmp_path / "lines.pt")
    again = LineRun.start(SMALL)
    again.restore(load_state(tmp_path / "lines.pt"))
    assert again.step == 3
    for one, other in ((run.network, again.network), (run.average, again.average)):
        assert all(torch.equal(own, same) for own, same in zip(one.parameters(), other.parameters(), strict=True))
    assert again.schedule.get_last_lr() == run.schedule.get_last_lr()
    fit_lines(again, [everybody], everybody, [], lambda _, loss: losses.append(loss))
    assert len(losses) == 3


def test_another_run_or_experiment_is_refused(tmp_path: Path) -> None:
    run = LineRun.start(replace(SMALL, steps=9))
    with pytest.raises(TrainingError, match="other settings"):
        LineRun.start(SMALL).restore(run.state())
    with pytest.raises(TrainingError, match="not the state"):
        run.restore({"experiment": run.experiment.as_dict(), "network": {}})
    with pytest.raises(TrainingError, match="not the state"):
        run.begin_with({"average": {}})


def test_symbols_that_nobody_writes_are_named(everybody: Writer) -> None:
    some = Writer("some", {letter: own for letter, own in everybody.patches.items() if letter != "&"})
    with pytest.raises(TrainingError, match="&"):
        fit_lines(LineRun.start(SMALL), [], some, [], lambda *_: None)


def test_a_run_is_mixed_half_and_half_with_an_earlier_one() -> None:
    run, earlier = LineRun.start(SMALL), LineRun.start(replace(SMALL, seed=2))
    one, other = (own.average.state_dict()["module.head.weight"].clone() for own in (run, earlier))
    run.mix_with(earlier.state())
    assert torch.allclose(run.average.state_dict()["module.head.weight"], (one + other) / 2)
    with pytest.raises(TrainingError, match="not the state"):
        run.mix_with({"average": {}})


def test_training_goes_on_from_the_weights_in_a_file(tmp_path: Path) -> None:
    network, strips = LineRun.start(SMALL).network.eval(), [strip("ANNA"), strip("BOB")] * 4
    with torch.no_grad():
        for norm in (module for module in network.modules() if isinstance(module, torch.nn.BatchNorm2d)):
            norm.bias.uniform_(-0.5, 0.5)
            norm.weight.uniform_(0.5, 1.5)
    whole = line_onnx_of(network)
    path = save_line_network(tmp_path, whole, "float32", {"command": "test"}, {"cer": 1.0})
    run = LineRun.start(replace(SMALL, seed=5))
    run.begin_with(line_state(path, strips))
    given = batch_of(strips).strips.float() / 255
    with torch.inference_mode():
        expected, found = network(given)[0], run.network.eval()(given)[0]
    assert float((found - expected).abs().max()) < 1e-3
    run.mix_with(line_state(path, strips))
    small = save_line_network(tmp_path, whole, "int8", {"command": "test"}, {"cer": 1.0})
    with pytest.raises(TrainingError, match="Name its float32 original"):
        line_state(small, strips)


def test_learns_to_read_one_word(everybody: Writer) -> None:
    experiment = LineExperiment(steps=60, batch=8, learning_rate=3e-3, entries_share=1.0, average=0.5, seed=2)
    losses: list[float] = []
    fit_lines(
        LineRun.start(experiment), [everybody], everybody, [strip("AB")], lambda _, loss: losses.append(loss)
    )
    assert np.mean(losses[-5:]) < 0.3 * losses[0]


def test_what_was_saved_reads_as_the_network_did(tmp_path: Path) -> None:
    network = LineRun.start(SMALL).network.eval()
    path = save_line_network(tmp_path, line_onnx_of(network), "float32", {"command": "test"}, {"cer": 1.0})
    reader = LineNetReader.load(path)
    own = strip("ABCDE").grey
    (reading,) = reader.read([Strip(np.asarray(255 - own, np.uint8), 10.0, 2.0)])
    assert reading.x[:2].tolist() == [10 + 2.0 * STRIDE / 2, 10 + 2.0 * STRIDE * 1.5]
    assert np.allclose(reading.probabilities.sum(axis=1), 1)
    assert load_line_weights(path)[0].symbols == SYMBOLS
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(CheckpointError, match="not the file"):
        LineNetReader.load(path)


@pytest.mark.parametrize(
    ("own", "said"),
    [({"height": 48}, "48 high"), ({"stride": 8}, "steps of 8"), ({"symbols": ["", " ", "A"]}, "symbols")],
)
def test_a_network_of_other_strips_or_symbols_is_refused(own: dict[str, object], said: str, tmp_path: Path) -> None:
    described = json.loads(load_line_weights()[0].as_json()) | own
    (tmp_path / "other.json").write_text(json.dumps(described))
    with pytest.raises(CheckpointError, match=said):
        load_line_weights(tmp_path / "other.onnx")


def test_the_network_that_ships_says_how_it_was_made() -> None:
    card, _ = load_line_weights()
    assert "fit-lines" in card.training["command"]
    assert 0 < card.accuracy["cer"] < 0.5


def test_strips_come_back_as_they_were(tmp_path: Path) -> None:
    several = [strip("AB"), strip("C-D", folded=True)]
    save_strips(several, tmp_path / "strips.npz")
    for one, other in zip(several, load_strips(tmp_path / "strips.npz"), strict=True):
        assert (one.text, one.folded) == (other.text, other.folded)
        assert np.array_equal(one.grey, other.grey)
        assert np.array_equal(one.middle, other.middle)
    (tmp_path / "broken.npz").write_bytes(b"no")
    with pytest.raises(TrainingError, match="No entry"):
        save_strips([], tmp_path / "none.npz")
    for name in ("broken.npz", "nowhere.npz"):
        with pytest.raises(TrainingError, match="no file of strips"):
            load_strips(tmp_path / name)


def test_measures_on_lines(everybody: Writer) -> None:
    rates = line_accuracy(served(line_onnx_of(LineRun.start(SMALL).network)), everybody, lines=4)
    assert rates["lines"] == 4
    assert rates["strict"] >= rates["cer"] >= 0.5


def test_int8_is_smaller_and_sees_much_the_same(tmp_path: Path) -> None:
    whole = line_onnx_of(LineRun.start(SMALL).network)
    small = int8_of(whole, [strip("ABC"), strip("XY")])
    assert len(small) < len(whole) / 3
    picture = batch_of([strip("ABC")]).strips.numpy()
    assert np.abs(served(small)(picture) - served(whole)(picture)).max() < 0.2 * np.abs(served(whole)(picture)).max()
    path = save_line_network(tmp_path, small, "int8", {}, {})
    assert path.name == "linenet-int8.onnx"
    assert LineNetReader.load(path).name == "linenet-int8, int8"
