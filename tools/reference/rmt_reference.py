"""Recurrent Memory Transformers over Hugging Face backbones, written to be read: one text, no cache, no padding.

A *cell* runs one segment: ``step(tokens, memory) -> (logits, new memory)``. Everything else is a loop over cells.
Shapes: tokens [length], memory [num_mem_tokens, hidden_size].
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

import torch
from torch import Tensor
from transformers import PreTrainedModel


class Cell(Protocol):
    """One segment of a model with memory."""

    @property
    def memory(self) -> Tensor: ...

    def step(self, tokens: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]: ...


@dataclass(frozen=True)
class DecoderCell:
    """A causal model with a read block in front of the tokens and a write block behind (arXiv 2304.11062, MemoryCell)."""

    backbone: PreTrainedModel
    memory: Tensor

    def with_memory_tokens(self, count: int) -> DecoderCell:
        """The same backbone with the first ``count`` rows of the trained memory."""
        return replace(self, memory=self.memory[:count])

    def step(self, tokens: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Logits [length, vocab] of the tokens and the next memory: the last rows after the final layer norm."""
        inputs = torch.cat([memory, self._embed(tokens), memory])
        output = self.backbone(inputs_embeds=inputs[None], output_hidden_states=True)
        begin, end = len(memory), len(memory) + len(tokens)
        return output.logits[0, begin:end], output.hidden_states[-1][0, end:]

    def read(self, tokens: Tensor, memory: Tensor) -> Tensor:
        """Logits [length, vocab] without a write block: what generation looks at."""
        return self.backbone(inputs_embeds=self.generation_inputs(tokens, memory)).logits[0, len(memory) :]

    def generation_inputs(self, tokens: Tensor, memory: Tensor) -> Tensor:
        """Embeddings [1, num_mem_tokens + length, hidden_size] of the read block and the tokens."""
        return torch.cat([memory, self._embed(tokens)])[None]

    def _embed(self, tokens: Tensor) -> Tensor:
        return self.backbone.get_input_embeddings()(tokens)


@dataclass(frozen=True)
class EncoderCell:
    """An encoder over ``[CLS] M1..Mm [SEP] t1..tL [SEP]``; the memory block is read and written in place."""

    backbone: PreTrainedModel
    memory: Tensor
    pad: int = 0
    cls: int = 1
    sep: int = 2

    def with_memory_tokens(self, count: int) -> EncoderCell:
        """The same backbone with the first ``count`` memory rows."""
        return replace(self, memory=self.memory[:count])

    def strip(self, ids: list[int]) -> list[int]:
        """The text without special tokens, wherever they stand."""
        return [token for token in ids if token not in (self.pad, self.cls, self.sep)]

    def inputs(self, tokens: Tensor, memory: Tensor) -> Tensor:
        """Word-level embeddings [length + num_mem_tokens + 3, hidden_size]; the backbone adds positions and norm."""
        word = self.backbone.get_input_embeddings().weight
        return torch.cat([word[[self.cls]], memory, word[[self.sep]], word[tokens], word[[self.sep]]])

    def step(self, tokens: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Class logits [num_labels] of the segment and the next memory: last-layer rows of the memory block."""
        output = self.backbone(inputs_embeds=self.inputs(tokens, memory)[None], output_hidden_states=True)
        return output.logits[0], output.hidden_states[-1][0, 1 : 1 + len(memory)]


def segment_lengths(total: int, segment_size: int, alignment: str) -> list[int]:
    """Lengths of the segments of a text: which end is short (left, right), or equal pieces (center)."""
    size = segment_size
    if alignment == "center":
        size = math.ceil(total / math.ceil(total / segment_size))
    full, rest = divmod(total, size)
    lengths = [size] * full + [rest] * (rest > 0)
    return lengths[::-1] if alignment == "right" else lengths


def split(ids: list[int], segment_size: int, alignment: str) -> list[Tensor]:
    """The segments of a text."""
    return list(torch.tensor(ids).split(segment_lengths(len(ids), segment_size, alignment)))


def run(cell: Cell, segments: list[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
    """Logits of each segment and the memory after each segment."""
    logits, memories, memory = [], [], cell.memory
    for tokens in segments:
        segment_logits, memory = cell.step(tokens, memory)
        logits.append(segment_logits)
        memories.append(memory)
    return logits, memories


@dataclass(frozen=True)
class Generated:
    """Greedy continuation: ids, the logits [count, vocab] that chose them, the memory after each written segment."""

    ids: list[int]
    logits: Tensor
    memories: list[Tensor]

    def margin(self) -> float:
        """Smallest distance between the best and the second best logit."""
        best = self.logits.topk(2, dim=-1).values
        return (best[:, 0] - best[:, 1]).min().item()


def generate(cell: DecoderCell, segments: list[Tensor], count: int) -> Generated:
    """Rule of the reference: memory of all segments but the last, then a plain continuation of the last one."""
    _, memories = run(cell, segments[:-1])
    memory = memories[-1] if memories else cell.memory
    tokens, logits = segments[-1], []
    for _ in range(count):
        logits.append(cell.read(tokens, memory)[-1])
        tokens = torch.cat([tokens, logits[-1].argmax()[None]])
    return Generated(tokens[len(segments[-1]) :].tolist(), torch.stack(logits), memories)


def generate_commit(cell: DecoderCell, segments: list[Tensor], count: int, segment_size: int) -> Generated:
    """Generation without end: a full segment is written to memory before a further token opens the next one."""
    _, memories = run(cell, segments[:-1])
    memory = memories[-1] if memories else cell.memory
    tokens, ids, logits = segments[-1], [], []
    for _ in range(count):
        logits.append(cell.read(tokens, memory)[-1])
        ids.append(int(logits[-1].argmax()))
        if len(tokens) == segment_size:
            _, memory = cell.step(tokens, memory)
            memories.append(memory)
            tokens = tokens[:0]
        tokens = torch.cat([tokens, torch.tensor(ids[-1:])])
    return Generated(ids, torch.stack(logits), memories)
