"""Cases, what is expected of them, and the two files that hold both: ``cases.json`` and ``expected.safetensors``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

import checkpoints
import checks
from rmt_reference import DecoderCell, EncoderCell, generate, generate_commit, run, split

MIN_MARGIN = 1e-3


@dataclass(frozen=True)
class Case:
    """One run of a model over one text, or over several texts (rows)."""

    name: str
    texts: list[list[int]]
    segment_size: int
    mem_tokens: int
    alignment: str = "left"
    kind: str = "forward"
    max_new_tokens: int = 0
    batch: bool = False


class Fixture:
    """Collects the results of the cases of one checkpoint folder."""

    def __init__(self, folder: Path, **header: object) -> None:
        self._folder = folder
        self._header = {"model": folder.name, **header}
        self._records: list[dict[str, object]] = []
        self._tensors: dict[str, Tensor] = {}
        self._error = 0.0

    def decoder(self, cases: list[Case], **options: object) -> None:
        """Runs cases on the stored decoder; other values of ``options`` must change the first case."""
        stored = checkpoints.load_decoder(self._folder)
        checks.options_matter(stored, split(cases[0].texts[0], cases[0].segment_size, "left"), **options)
        for case in cases:
            cell = stored.with_memory_tokens(case.mem_tokens)
            rows = [split(text, case.segment_size, case.alignment) for text in case.texts]
            results = [self._decode(cell, segments, case) for segments in rows]
            self._add(case, case.texts, [[len(s) for s in segments] for segments in rows], results)

    def encoder(self, cases: list[Case], **options: object) -> None:
        """Runs cases on the stored encoder, as above; shorter rows of a batch begin with empty steps."""
        stored = checkpoints.load_encoder(self._folder)
        checks.options_matter(stored, split(cases[0].texts[0], cases[0].segment_size, "left"), **options)
        for case in cases:
            cell = stored.with_memory_tokens(case.mem_tokens)
            rows = [split(cell.strip(text), case.segment_size, case.alignment) for text in case.texts]
            checks.encoder(cell, rows)
            steps = max(len(segments) for segments in rows)
            results = [self._encode(cell, segments, steps) for segments in rows]
            lengths = [[0] * (steps - len(segments)) + [len(s) for s in segments] for segments in rows]
            self._add(case, case.texts, lengths, results)

    def save(self) -> None:
        """Writes both files, one case per line."""
        cases = ",\n  ".join(json.dumps(record) for record in self._records)
        header = "".join(f" {json.dumps(key)}: {json.dumps(value)},\n" for key, value in self._header.items())
        (self._folder / "cases.json").write_text(f'{{\n{header} "cases": [\n  {cases}\n ]\n}}\n')
        assert all(t.dtype == torch.float32 and t.isfinite().all() for t in self._tensors.values())
        save_file(dict(sorted(self._tensors.items())), self._folder / "expected.safetensors", checkpoints.METADATA)
        print(f"{self._folder.name}: {len(self._records)} cases, float32 error {self._error:.1e}")

    def _decode(self, cell: DecoderCell, segments: list[Tensor], case: Case) -> dict[str, object]:
        self._check(cell, segments)
        checks.decoder(cell, segments)
        if case.kind == "forward":
            logits, memories = run(cell, segments)
            return _tensors(logits=torch.cat(logits), memory=memories)
        if case.kind == "generate":
            result = generate(cell, segments, case.max_new_tokens)
            checks.generated(cell, segments, result)
        else:
            result = generate_commit(cell, segments, case.max_new_tokens, case.segment_size)
            rows = len(cell.memory) + len(segments[-1]) + case.max_new_tokens
            if rows <= checkpoints.positions(cell.backbone.config):
                never = generate(cell, segments, case.max_new_tokens).ids
                assert result.ids != never, f"{case.name} does not tell the two rules apart"
        margin = result.margin()
        assert margin > MIN_MARGIN, f"{case.name}: the best two logits are only {margin} apart"
        assert len(set(result.ids)) > 4 or len(result.ids) < 5, f"{case.name}: only {set(result.ids)}"
        assert cell.backbone.config.eos_token_id not in result.ids, f"{case.name} meets the end of text"
        print(f"  {self._folder.name}/{case.name}: smallest margin {margin:.4f}, ids {result.ids}")
        extra = {"expected_ids": result.ids, "smallest_margin": round(margin, 5)}
        return extra | _tensors(logits=result.logits, memory=result.memories)

    def _encode(self, cell: EncoderCell, segments: list[Tensor], steps: int) -> dict[str, object]:
        self._check(cell, segments)
        logits, memories = run(cell, segments)
        idle = [cell.memory] * (steps - len(segments))
        return _tensors(logits=logits[-1], segment_logits=torch.stack(logits), memory=idle + memories)

    def _check(self, cell: DecoderCell | EncoderCell, segments: list[Tensor]) -> None:
        checks.resumed(cell, segments)
        self._error = max(self._error, checks.float32_error(cell, segments))
        assert self._error < 2e-5, "the reference itself is not exact enough"

    def _add(self, case: Case, texts: list, lengths: list, results: list[dict[str, object]]) -> None:
        record: dict[str, object] = {"name": case.name, "kind": case.kind}
        record |= {"rows": texts} if case.batch else {"ids": texts[0]}
        record |= {"segment_size": case.segment_size, "mem_tokens": case.mem_tokens, "alignment": case.alignment}
        record["segment_lengths"] = lengths if case.batch else lengths[0]
        if case.max_new_tokens:
            record["max_new_tokens"] = case.max_new_tokens
        for row, result in enumerate(results):
            prefix = f"{case.name}/{row}/" if case.batch else f"{case.name}/"
            for key, value in result.items():
                if isinstance(value, Tensor):
                    assert prefix + key not in self._tensors, f"two cases are called {case.name}"
                    self._tensors[prefix + key] = value.contiguous()
                else:
                    record[key] = value
        self._records.append(record)


def _tensors(memory: list[Tensor], **others: Tensor) -> dict[str, object]:
    """Results of a case; an empty memory (no rows, or nothing written yet) is left out."""
    with_memory = {"memory": torch.stack(memory)} if memory and memory[0].numel() else {}
    return {**others, **with_memory}
