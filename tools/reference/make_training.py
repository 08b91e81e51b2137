"""Writes the fixture of the optimiser's test: losses of ten steps of PyTorch's AdamW through the memory.

    python make_training.py [file]

Each step has a text of its own; gradients go through all of its segments and are clipped by their norm. Matrices decay,
vectors do not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_

import checkpoints
from make_fixtures import text
from rmt_reference import DecoderCell, run, split

MODELS = Path(__file__).parents[2] / "model/src/test/resources/fixtures"
DEFAULT_TARGET = Path(__file__).parents[2] / "model/src/test/resources/training/gpt2-rmt.json"
MODEL = "gpt2-rmt"
STEPS = 10
LENGTH = 21
SETTINGS = {"segment_size": 8, "learning_rate": 1e-2, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8,
            "weight_decay": 0.1, "max_norm": 0.5}  # fmt: skip


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_TARGET
    stored = checkpoints.load_decoder(MODELS / MODEL)
    stored.backbone.requires_grad_(True)
    memory = stored.memory.detach().clone().requires_grad_(True)
    parameters = [*stored.backbone.parameters(), memory]
    groups = [
        {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": SETTINGS["weight_decay"]},
        {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, SETTINGS["learning_rate"], (SETTINGS["beta1"], SETTINGS["beta2"]),
                                  SETTINGS["epsilon"])  # fmt: skip
    vocabulary = stored.backbone.config.vocab_size
    texts = [text(200 + step, LENGTH, 0, vocabulary) for step in range(STEPS)]
    losses, norms = [], []
    for ids in texts:
        logits, _ = run(DecoderCell(stored.backbone, memory), split(ids, SETTINGS["segment_size"], "left"))
        loss = cross_entropy(torch.cat(logits)[:-1], torch.tensor(ids[1:]))
        optimiser.zero_grad()
        loss.backward()
        norms.append(clip_grad_norm_(parameters, SETTINGS["max_norm"]).item())
        optimiser.step()
        losses.append(loss.item())
    assert min(norms) > SETTINGS["max_norm"], "clipping must be seen"
    target.parent.mkdir(parents=True, exist_ok=True)
    content = {"model": MODEL, **SETTINGS, "texts": texts, "losses": losses, "norms": norms}
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
    target.write_text("{\n" + lines + "\n}\n")
    print(f"{target.name}: losses {losses[0]:.4f} to {losses[-1]:.4f}")


if __name__ == "__main__":
    main()
