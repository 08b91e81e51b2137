"""Writes the fixtures of the Java tests: tiny checkpoints, cases, and what PyTorch and Transformers make of them.

    python make_fixtures.py [folder]

The folder is replaced. Running twice gives the same bytes. See README.md for the format.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import torch
from torch import Tensor
from transformers import BertConfig, GPT2Config, GPT2LMHeadModel
from transformers.utils import logging

import checkpoints
import checks
from checkpoints import new_model, randomise
from families import decoders, distilbert, roberta
from fixtures import Case, Fixture
from rmt_reference import DecoderCell, EncoderCell

DEFAULT_TARGET = Path(__file__).parents[2] / "model/src/test/resources/fixtures"
SIZE_LIMIT = 3_500_000
SEEDS = {"gpt2-rmt": 11, "gpt2-rmt-memory": 12, "gpt2-plain": 13, "gpt2-options": 14, "bert-rmt": 15, "bert-plain": 16}
MEM_TOKENS = 3
SEGMENT = 8

GPT2 = GPT2Config(vocab_size=67, n_embd=24, n_head=3, n_layer=3, n_positions=40, bos_token_id=66, eos_token_id=66)
GPT2_OPTIONS = GPT2Config(
    vocab_size=31, n_embd=16, n_head=4, n_layer=2, n_positions=20, n_inner=40, activation_function="relu",
    layer_norm_epsilon=1e-3, scale_attn_by_inverse_layer_idx=False, tie_word_embeddings=False, bos_token_id=30,
    eos_token_id=30,
)  # fmt: skip
BERT_VOCABULARY = 29
ENCODER_LAYOUT = "[CLS] M1..Mm [SEP] t1..tL [SEP]; with mem_tokens 0: [CLS] [SEP] t1..tL [SEP]"
DECODER_LAYOUT = "M1..Mm t1..tL M1..Mm; with mem_tokens 0: t1..tL"
SPECIAL_TOKENS = {"pad": 0, "cls": 1, "sep": 2}


def text(seed: int, length: int, low: int, high: int) -> list[int]:
    """Random ids from low (included) to high (excluded)."""
    return torch.randint(low, high, (length,), generator=torch.Generator().manual_seed(seed)).tolist()


def bert_config(vocab_size: int) -> BertConfig:
    return BertConfig(
        vocab_size=vocab_size, hidden_size=24, num_attention_heads=4, num_hidden_layers=2, intermediate_size=40,
        max_position_embeddings=32, type_vocab_size=2, num_labels=6, hidden_act="gelu", pad_token_id=0,
        cls_token_id=1, sep_token_id=2,
    )  # fmt: skip


def decoder_cases() -> list[Case]:
    def ids(seed: int, length: int) -> list[int]:
        return text(seed, length, 0, 66)

    m = MEM_TOKENS
    rows = [ids(131, 20), ids(132, 7), ids(133, 16)]
    return [
        Case("left", [ids(101, 29)], SEGMENT, m, "left"),
        Case("right", [ids(101, 29)], SEGMENT, m, "right"),
        Case("center", [ids(102, 25)], SEGMENT, m, "center"),
        Case("full-segments", [ids(103, 24)], SEGMENT, m, "left"),
        Case("shorter-than-a-segment", [ids(104, 5)], SEGMENT, m, "right"),
        Case("one-token", [ids(105, 1)], SEGMENT, m, "left"),
        Case("last-segment-of-one-token", [ids(106, 17)], SEGMENT, m, "left"),
        Case("no-memory", [ids(101, 29)], SEGMENT, 0, "left"),
        Case("all-positions", [ids(107, 40)], 40 - 2 * m, m, "left"),
        Case("batch", rows, SEGMENT, m, "left", batch=True),
        Case("batch-right", rows, SEGMENT, m, "right", batch=True),
        Case("generate", [ids(111, 21)], SEGMENT, m, "left", "generate", 25),
        Case("generate-first-segment", [ids(112, 4)], SEGMENT, m, "left", "generate", 12),
        Case("generate-at-border", [ids(113, 16)], SEGMENT, m, "left", "generate", 20),
        Case("commit", [ids(111, 21)], SEGMENT, m, "left", "generate_commit", 25),
        Case("commit-first-segment", [ids(112, 4)], SEGMENT, m, "left", "generate_commit", 25),
        Case("commit-at-border", [ids(113, 16)], SEGMENT, m, "left", "generate_commit", 26),
    ]


def encoder_cases() -> list[Case]:
    def ids(seed: int, length: int) -> list[int]:
        return text(seed, length, 3, BERT_VOCABULARY)

    m = MEM_TOKENS
    mixed = ids(207, 19)
    for position, special in ((0, 1), (5, 2), (8, 0), (13, 2), (19, 2), (24, 0), (25, 0)):
        mixed.insert(position, special)
    rows = [ids(211, 20), ids(212, 6), ids(213, 11)]
    return [
        Case("right", [ids(201, 21)], SEGMENT, m, "right"),
        Case("left", [ids(201, 21)], SEGMENT, m, "left"),
        Case("center", [ids(202, 25)], SEGMENT, m, "center"),
        Case("full-segments", [ids(203, 24)], SEGMENT, m, "right"),
        Case("shorter-than-a-segment", [ids(204, 5)], SEGMENT, m, "right"),
        Case("one-token", [ids(205, 1)], SEGMENT, m, "right"),
        Case("special-ids-in-text", [mixed], SEGMENT, m, "right"),
        Case("all-positions", [ids(206, 40)], 32 - m - 3, m, "right"),
        Case("no-memory", [ids(201, 21)], SEGMENT, 0, "right"),
        Case("batch", rows, SEGMENT, m, "right", batch=True),
    ]


def gpt2_rmt(root: Path) -> None:
    """The wrapped decoder in four storage forms."""
    backbone = new_model(GPT2)
    randomise(backbone, SEEDS["gpt2-rmt"])
    generator = torch.Generator().manual_seed(SEEDS["gpt2-rmt-memory"])
    memory = torch.randn(MEM_TOKENS, GPT2.n_embd, generator=generator) * backbone.transformer.wte.weight.std()
    tensors = checkpoints.decoder_tensors(DecoderCell(backbone, memory.detach()))
    config = backbone.config
    config.architectures = ["GPT2LMHeadModel"]
    rmt = {"num_mem_tokens": MEM_TOKENS, "segment_size": SEGMENT, "segment_alignment": "left"}

    checkpoints.write(root / "gpt2-rmt", config, tensors, rmt)
    fixture = Fixture(root / "gpt2-rmt", layout=DECODER_LAYOUT, seeds=[SEEDS["gpt2-rmt"], SEEDS["gpt2-rmt-memory"]])
    fixture.decoder(decoder_cases(), activation_function="gelu", n_head=2)
    fixture.save()

    checkpoints.write(root / "gpt2-sharded", config, tensors, rmt, max_shard_size=36_000)
    assert len(list((root / "gpt2-sharded").glob("model-*-of-00003.safetensors"))) == 3, "not three shards"
    same_as(root / "gpt2-sharded", "gpt2-rmt")

    for name, dtype in (("gpt2-bf16", torch.bfloat16), ("gpt2-f16", torch.float16)):
        checkpoints.write(root / name, config, tensors, rmt, dtype=dtype)
        stored = checkpoints.read_tensors(root / name)
        assert all(value.dtype == dtype for value in stored.values())
        fixture = Fixture(root / name, layout=DECODER_LAYOUT, weights=f"stored as {dtype}, computed in float32")
        fixture.decoder([Case("left", [text(101, 21, 0, 66)], SEGMENT, MEM_TOKENS)])
        fixture.save()


def gpt2_plain(root: Path) -> None:
    """Checkpoints of the library itself: no memory."""
    unlike = {
        "gpt2-plain": {"activation_function": "gelu", "n_head": 2},
        "gpt2-options": {"activation_function": "gelu_new", "layer_norm_epsilon": 1e-5},
    }
    for name, config in (("gpt2-plain", GPT2), ("gpt2-options", GPT2_OPTIONS)):
        model = new_model(config)
        randomise(model, SEEDS[name])
        model.save_pretrained(root / name)
        loaded = GPT2LMHeadModel.from_pretrained(root / name).state_dict()
        assert all(torch.equal(value, loaded[key]) for key, value in model.state_dict().items())
        end, positions = config.eos_token_id, config.n_positions
        fixture = Fixture(root / name, layout=DECODER_LAYOUT, seeds=[SEEDS[name]])
        cases = [
            Case("left", [text(301, 29, 0, end)], SEGMENT, 0, "left"),
            Case("right", [text(301, 29, 0, end)], SEGMENT, 0, "right"),
            Case("one-token", [text(302, 1, 0, end)], SEGMENT, 0, "left"),
            Case("all-positions", [text(303, positions, 0, end)], positions, 0, "left"),
        ]
        if name == "gpt2-plain":
            cases.append(Case("generate", [text(305, 12, 0, end)], SEGMENT, 0, "left", "generate", 12))
        fixture.decoder(cases, **unlike[name])
        fixture.save()


def bert_rmt(root: Path) -> None:
    """The wrapped encoder. The wrapper enlarges the word table; config.json may know of that or not."""
    rows = BERT_VOCABULARY + MEM_TOKENS
    backbone = new_model(bert_config(rows))
    randomise(backbone, SEEDS["bert-rmt"])
    word = backbone.get_input_embeddings().weight.detach()
    cell = EncoderCell(backbone, word[BERT_VOCABULARY:])
    input_size = SEGMENT + MEM_TOKENS + 3
    rmt = {"num_mem_tokens": MEM_TOKENS, "segment_size": input_size - MEM_TOKENS - 2 - 1, "segment_alignment": "right"}
    for name, vocab_size in (("bert-rmt", BERT_VOCABULARY), ("bert-rmt-resized", rows)):
        config = bert_config(vocab_size)
        config.architectures = ["BertForSequenceClassification"]
        tensors = checkpoints.encoder_tensors(cell, with_pad_token=vocab_size == BERT_VOCABULARY)
        checkpoints.write(root / name, config, tensors, rmt)
    fixture = Fixture(
        root / "bert-rmt", layout=ENCODER_LAYOUT, special_tokens=SPECIAL_TOKENS, seeds=[SEEDS["bert-rmt"]]
    )
    fixture.encoder(encoder_cases(), hidden_act="gelu_new", num_attention_heads=3, layer_norm_eps=1e-3)
    fixture.save()
    same_as(root / "bert-rmt-resized", "bert-rmt")


def bert_plain(root: Path) -> None:
    """A checkpoint of the library itself: no memory, but the layout of the wrapper."""
    model = new_model(bert_config(BERT_VOCABULARY))
    randomise(model, SEEDS["bert-plain"])
    model.save_pretrained(root / "bert-plain")
    ids = text(401, 21, 3, BERT_VOCABULARY)
    fixture = Fixture(
        root / "bert-plain", layout=ENCODER_LAYOUT, special_tokens=SPECIAL_TOKENS, seeds=[SEEDS["bert-plain"]]
    )
    fixture.encoder(
        [
            Case("right", [ids], SEGMENT, 0, "right"),
            Case("left", [ids], SEGMENT, 0, "left"),
            Case("all-positions", [text(402, 40, 3, BERT_VOCABULARY)], 32 - 3, 0, "right"),
            Case("one-token", [ids[:1]], SEGMENT, 0, "right"),
        ]
    )
    fixture.save()


def same_as(folder: Path, original: str) -> None:
    """A second form of a checkpoint: the same weights, the cases of the original."""
    mine: dict[str, Tensor] = checkpoints.read_tensors(folder)
    theirs = checkpoints.read_tensors(folder.parent / original)
    assert mine.keys() | {"pad_token"} == theirs.keys() | {"pad_token"}
    assert all(torch.equal(value, theirs[key]) for key, value in mine.items())
    record = {"model": folder.name, "expected_from": original}
    (folder / "cases.json").write_text(json.dumps(record, indent=1) + "\n")


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_TARGET
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    scratch = target.with_name(target.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    checks.segmentation()
    with torch.no_grad():
        for make in (gpt2_rmt, gpt2_plain, bert_rmt, bert_plain, decoders, roberta, distilbert):
            make(scratch)
    files = [path for path in scratch.rglob("*") if path.is_file()]
    for file in files:
        file.chmod(0o644)
    size = sum(file.stat().st_size for file in files)
    assert size < SIZE_LIMIT, f"{size} bytes of fixtures"
    shutil.rmtree(target, ignore_errors=True)
    os.replace(scratch, target)
    print(f"{target}: {size} bytes")


if __name__ == "__main__":
    main()
