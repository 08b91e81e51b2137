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
from torch import Tensor, nn
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
# Model, label, and whether the last segment is asked for it or all.
CLASSIFIERS = [("bert-rmt", 4, "last"), ("bert-rmt", 1, "all"), ("roberta-rmt", 2, "last"), ("distilbert-rmt", 0, "all")]


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
    return loss.detach(), stored_gradients(model, stored.backbone, loss, initial)


def classifier_gradients(model: Path, ids: list[int], label: int, labelled: str) -> tuple[Tensor, dict[str, Tensor]]:
    """Of the label of the last segment, or of the mean over all; the rows of the memory in the word table are left out."""
    stored = checkpoints.load_encoder(model)
    stored.backbone.requires_grad_(True)
    memory = initial = stored.memory.detach().clone().requires_grad_(True)
    losses = []
    for tokens in split(ids, SEGMENT, "right"):
        logits, memory = stored.step(tokens, memory)
        losses.append(cross_entropy(logits[None], torch.tensor([label])))
    loss = losses[-1] if labelled == "last" else torch.stack(losses).mean()
    return loss.detach(), stored_gradients(model, stored.backbone, loss, initial)


def stored_gradients(model: Path, backbone: nn.Module, loss: Tensor, initial: Tensor) -> dict[str, Tensor]:
    """The gradient of every parameter under its name in the checkpoint."""
    loss.backward()
    with safe_open(model / "model.safetensors", "pt") as file:
        names = set(file.keys())
    found = {}
    model_type = backbone.config.model_type
    for name, parameter in backbone.named_parameters():
        if name == checkpoints.HEAD:
            name = checkpoints.STORED_HEADS.get(model_type, name)
        prefixes = ("", checkpoints.DECODER_PREFIX, checkpoints.ENCODER_PREFIX)
        stored_name = next(prefix + name for prefix in prefixes if prefix + name in names)
        found[stored_name] = parameter.grad if parameter.grad is not None else torch.zeros_like(parameter)
    if len(initial):
        found["memory_cell.memory"] = initial.grad
    return found


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_TARGET
    target.mkdir(parents=True, exist_ok=True)
    for number, (name, bptt) in enumerate(CASES):
        vocabulary = checkpoints.load_decoder(MODELS / name).backbone.config.vocab_size
        ids = text(100 + number, LENGTH, 0, vocabulary)
        loss, found = gradients(MODELS / name, ids, bptt)
        metadata = {"model": name, "segment_size": str(SEGMENT), "bptt": str(bptt or 0)}
        save(target / (f"{name}.safetensors" if bptt is None else f"{name}-bptt{bptt}.safetensors"), ids, loss, found, metadata)
    for number, (name, label, labelled) in enumerate(CLASSIFIERS):
        ids = text(200 + number, LENGTH, 3, 29)
        loss, found = classifier_gradients(MODELS / name, ids, label, labelled)
        metadata = {"model": name, "segment_size": str(SEGMENT), "bptt": "0", "label": str(label), "labelled": labelled}
        save(target / f"{name}-{labelled}.safetensors", ids, loss, found, metadata)


def save(file: Path, ids: list[int], loss: Tensor, found: dict[str, Tensor], metadata: dict[str, str]) -> None:
    tensors = {"ids": torch.tensor(ids), "loss": loss, **{key: value.contiguous() for key, value in found.items()}}
    save_file(dict(sorted(tensors.items())), file, metadata)
    print(f"{file.name}: loss {loss:.6f}, {len(found)} gradients")


if __name__ == "__main__":
    main()
