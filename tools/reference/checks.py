"""Properties that the fixtures must have, checked against the backbones' own entry points."""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import replace

import torch
from torch import Tensor
from torch.testing import assert_close

from checkpoints import new_model, positions
from rmt_reference import Cell, DecoderCell, EncoderCell, Generated, run, segment_lengths

EXACT = {"atol": 0.0, "rtol": 0.0}
# Two orders of the same float32 sums; values are of order 1 and no sum is longer than 96 terms.
ROUNDING = {"atol": 1e-5, "rtol": 1e-5}


def segmentation() -> None:
    """Lengths agree with slicing by torch; the two published forms of "center" are the same rule."""
    for size in range(1, 41):
        for total in range(1, 121):
            text = torch.arange(total)
            count = math.ceil(total / size)
            right = [part.flip(0) for part in text.flip(0).split(size)][::-1]
            step = math.ceil(total / count)
            borders = [*range(0, total, step), total]
            assert [len(p) for p in text.split(size)] == segment_lengths(total, size, "left")
            assert [len(p) for p in right] == segment_lengths(total, size, "right")
            assert [len(p) for p in text.chunk(count)] == segment_lengths(total, size, "center")
            assert [b - a for a, b in zip(borders, borders[1:])] == segment_lengths(total, size, "center")
            if total % size == 0:
                assert segment_lengths(total, size, "left") == segment_lengths(total, size, "right")


def resumed(cell: Cell, segments: list[Tensor]) -> None:
    """One call equals segment by segment with a memory that was saved and restored."""
    logits, memories = run(cell, segments)
    saved = [cell.memory, *memories]
    for k, tokens in enumerate(segments):
        restored = torch.tensor(saved[k].tolist(), dtype=torch.float32).reshape(saved[k].shape)
        step_logits, step_memory = cell.step(tokens, restored)
        assert_close(step_logits, logits[k], **EXACT)
        assert_close(step_memory, memories[k], **EXACT)


def float32_error(cell: Cell, segments: list[Tensor]) -> float:
    """Largest difference of any logit or memory value to the same run in double precision."""
    double = replace(cell, backbone=deepcopy(cell.backbone).double(), memory=cell.memory.double())
    pairs = zip(run(cell, segments), run(double, segments))
    return max((a - b).abs().max().item() for single, exact in pairs for a, b in zip(single, exact) if a.numel())


def options_matter(cell: Cell, segments: list[Tensor], **changes: object) -> None:
    """Each changed option of the configuration alone moves the logits by far more than rounding does."""
    logits, _ = run(cell, segments)
    for option, value in changes.items():
        config = deepcopy(cell.backbone.config)
        assert getattr(config, option) != value
        setattr(config, option, value)
        backbone = new_model(config)
        backbone.load_state_dict(cell.backbone.state_dict())
        changed, _ = run(replace(cell, backbone=backbone), segments)
        difference = max((a - b).abs().max().item() for a, b in zip(logits, changed))
        assert difference > 1e-4, f"{option} = {value} changes the logits by {difference} only"


def decoder(cell: DecoderCell, segments: list[Tensor]) -> None:
    """First-segment, memory and independence properties of a decoder."""
    logits, memories = run(cell, segments)
    read = cell.backbone(inputs_embeds=cell.generation_inputs(segments[0], cell.memory)).logits[0, len(cell.memory) :]
    assert_close(logits[0], read, **ROUNDING)
    if len(cell.memory) == 0:
        for tokens, segment_logits in zip(segments, logits):
            assert_close(segment_logits, cell.backbone(tokens[None]).logits[0], **ROUNDING)
        return
    block = torch.cat([cell.generation_inputs(segments[0], cell.memory)[0], cell.memory])[None]
    normed = cell.backbone.base_model(inputs_embeds=block).last_hidden_state[0, -len(cell.memory) :]
    assert_close(memories[0], normed, **EXACT)
    _memory_matters(cell, segments, logits, memories)


def encoder(cell: EncoderCell, rows: list[list[Tensor]]) -> None:
    """Rows alone equal the padded, masked batch; memory rows are vocabulary rows; m = 0 means no recurrence."""
    padded = _padded_batch(cell, rows)
    for row, segments in enumerate(rows):
        logits, memories = run(cell, segments)
        assert_close(padded[row][0], logits[-1], **ROUNDING)
        assert_close(padded[row][1], memories[-1], **ROUNDING)
        rows_of_table = cell.backbone.get_input_embeddings().num_embeddings
        memory_ids = list(range(rows_of_table - len(cell.memory), rows_of_table))
        plain = segments if not memory_ids else segments[:1]
        for k, tokens in enumerate(plain):
            ids = torch.tensor([[cell.cls, *memory_ids, cell.sep, *tokens.tolist(), cell.sep]])
            assert_close(cell.backbone(ids).logits[0], logits[k], **ROUNDING)
        if memory_ids:
            _memory_matters(cell, segments, logits, memories)


def generated(cell: DecoderCell, segments: list[Tensor], result: Generated) -> None:
    """The loop without a cache agrees with the library's own greedy search."""
    _, memories = run(cell, segments[:-1])
    inputs = cell.generation_inputs(segments[-1], memories[-1] if memories else cell.memory)
    mask = torch.ones(inputs.shape[:2], dtype=torch.long)
    ids = cell.backbone.generate(
        inputs_embeds=inputs, attention_mask=mask, max_new_tokens=len(result.ids), do_sample=False, pad_token_id=0
    )
    assert ids[0].tolist() == result.ids, (ids[0].tolist(), result.ids)


def _memory_matters(cell: Cell, segments: list[Tensor], logits: list[Tensor], memories: list[Tensor]) -> None:
    """A run that forgets or reuses a memory state must not pass a comparison by luck."""
    for before, after in zip([cell.memory, *memories], memories):
        assert (before - after).abs().max() > 0.1, "the memory hardly changes"
    for tokens, segment_logits in list(zip(segments, logits))[1:]:
        forgetful, _ = cell.step(tokens, cell.memory)
        assert (forgetful - segment_logits).abs().max() > 0.01, "the memory hardly changes the logits"


def _padded_batch(cell: EncoderCell, rows: list[list[Tensor]]) -> list[tuple[Tensor, Tensor]]:
    """Last logits and memory of each row of a right-padded batch whose shorter rows start with empty steps."""
    steps = max(len(segments) for segments in rows)
    state: list[tuple[Tensor, Tensor]] = [(torch.zeros(0), cell.memory) for _ in rows]
    pad = cell.backbone.get_input_embeddings().weight[cell.pad]
    for step in range(steps):
        active = [row for row, segments in enumerate(rows) if step >= steps - len(segments)]
        blocks = [cell.inputs(rows[r][step - steps + len(rows[r])], state[r][1]) for r in active]
        inputs = pad.repeat(len(active), positions(cell.backbone.config), 1)
        mask = torch.zeros(inputs.shape[:2], dtype=torch.long)
        for k, block in enumerate(blocks):
            inputs[k, : len(block)] = block
            mask[k, : len(block)] = 1
        output = cell.backbone(inputs_embeds=inputs, attention_mask=mask, output_hidden_states=True)
        for k, row in enumerate(active):
            state[row] = (output.logits[k], output.hidden_states[-1][k, 1 : 1 + len(cell.memory)])
    return state
