"""Writes the fixtures of the gradient tests: what PyTorch's autograd makes of the checkpoints of make_fixtures.py.

    python make_gradients.py [folder]

One file a case: the ids, the loss (mean cross-entropy of every token but the first, shifted over the whole text) and the
gradient of every parameter under its name in the checkpoint, through all segments or, with ``bptt``, as far back as the
reference implementation goes (class RecurrentWrapper, method manage_gradients).
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy

import checkpoints
from make_fixtures import text
from rmt_reference import split

MODELS = Path(__file__).parents[2] / "model/src/test/resources/fixtures"
DEFAULT_TARGET = Path(__file__).parents[2] / "model/src/test/resources/gradients"
LENGTH = 21
SEGMENT = 8
CASES = [
    ("gpt2-rmt", None), ("gpt2-rmt", 1), ("gpt2-rmt", 2), ("gpt2-options", None), ("llama-rmt", None),
    ("gpt-neox-rmt", None), ("opt-rmt", None), ("opt-projected", None),
]  # fmt: skip


def detaches(step: int, steps: int, bptt: int | None) -> bool:
    """Whether the memory after segment ``step`` is cut off."""
    return bptt is not None and step > 0 and step + bptt <= steps


def gradients(model: Path, ids: list[int], bptt: int | None) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    stored = checkpoints.load_decoder(model)
    stored.backbone.requires_grad_(True)
    memory = initial = stored.memory.detach().clone().requires_grad_(True)
    segments = split(ids, SEGMENT, "left")
    logits = []
    for step, tokens in enumerate(segments):
        segment_logits, memory = stored.step(tokens, memory)
        logits.append(segment_logits)
        if detaches(step, len(segments), bptt):
            memory = memory.detach()
    loss = cross_entropy(torch.cat(logits)[:-1], torch.tensor(ids[1:]))
    loss.backward()
    with safe_open(model / "model.safetensors", "pt") as file:
        names = set(file.keys())
    found = {}
    model_type = stored.backbone.config.model_type
    for name, parameter in stored.backbone.named_parameters():
        if name == checkpoints.HEAD:
            name = checkpoints.STORED_HEADS.get(model_type, name)
        stored_name = name if name in names else f"memory_cell.model.{name}"
        assert stored_name in names, name
        found[stored_name] = parameter.grad if parameter.grad is not None else torch.zeros_like(parameter)
    if len(initial):
        found["memory_cell.memory"] = initial.grad
    return loss.detach(), found


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_TARGET
    target.mkdir(parents=True, exist_ok=True)
    for number, (name, bptt) in enumerate(CASES):
        vocabulary = checkpoints.load_decoder(MODELS / name).backbone.config.vocab_size
        ids = text(100 + number, LENGTH, 0, vocabulary)
        loss, found = gradients(MODELS / name, ids, bptt)
        metadata = {"model": name, "segment_size": str(SEGMENT), "bptt": str(bptt or 0)}
        tensors = {"ids": torch.tensor(ids), "loss": loss, **{key: value.contiguous() for key, value in found.items()}}
        file = target / (f"{name}.safetensors" if bptt is None else f"{name}-bptt{bptt}.safetensors")
        save_file(dict(sorted(tensors.items())), file, metadata)
        print(f"{file.name}: loss {loss:.6f}, {len(found)} gradients")


if __name__ == "__main__":
    main()
