"""Checkpoint folders as the Hugging Face library and the reference wrappers write them, and back."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import torch
from huggingface_hub import save_torch_state_dict
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification, PretrainedConfig

from rmt_reference import DecoderCell, EncoderCell

DECODER_PREFIX = "memory_cell.model."
ENCODER_PREFIX = "model."
METADATA = {"format": "pt"}
ENCODERS = ("bert", "roberta", "distilbert")
# Transformers 5 calls the head of GPT-NeoX lm_head; checkpoints call it embed_out.
HEAD = "lm_head.weight"
STORED_HEADS = {"gpt_neox": "embed_out.weight"}


def randomise(model: nn.Module, seed: int, deviation: float = 0.2) -> None:
    """Random weights, biases and norms, all large enough that a forgotten or misplaced one shows."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            is_norm_weight = name.endswith("weight") and parameter.dim() == 1
            noise = torch.randn(parameter.shape, generator=generator) * deviation
            parameter.copy_(noise + 1.0 if is_norm_weight else noise)


def new_model(config: PretrainedConfig) -> nn.Module:
    """A float32 model in evaluation mode with plain (eager) attention."""
    kind = AutoModelForSequenceClassification if config.model_type in ENCODERS else AutoModelForCausalLM
    return kind.from_config(config, attn_implementation="eager", dtype=torch.float32).eval()


def decoder_tensors(cell: DecoderCell) -> dict[str, Tensor]:
    """State of RecurrentWrapper(MemoryCell(backbone)); a tied head is left out."""
    config = cell.backbone.config
    state = dict(cell.backbone.state_dict())
    head = state.pop(HEAD)
    if not config.tie_word_embeddings:
        state[STORED_HEADS.get(config.model_type, HEAD)] = head
    tensors = {DECODER_PREFIX + name: value for name, value in state.items()}
    return tensors | {"memory_cell.memory": cell.memory}


def encoder_tensors(cell: EncoderCell, with_pad_token: bool) -> dict[str, Tensor]:
    """State of RMTEncoderForSequenceClassification(backbone). The alias of the word table is stored as a copy."""
    tensors = {ENCODER_PREFIX + name: value for name, value in cell.backbone.state_dict().items()}
    word = cell.backbone.get_input_embeddings().weight.detach()
    tensors[ENCODER_PREFIX + "embeddings.weight"] = word.clone()
    tensors["mem_token_ids"] = torch.arange(len(word) - len(cell.memory), len(word))
    tensors["cls_token"] = torch.tensor([cell.cls])
    tensors["sep_token"] = torch.tensor([cell.sep])
    if with_pad_token:
        tensors["pad_token"] = torch.tensor([cell.pad])
    return tensors


def write(
    folder: Path,
    config: PretrainedConfig,
    tensors: dict[str, Tensor],
    rmt: dict[str, object],
    dtype: torch.dtype = torch.float32,
    max_shard_size: int | None = None,
) -> None:
    """A wrapper's checkpoint with the weights rounded to ``dtype``; several files if a size in bytes is given."""
    folder.mkdir(parents=True)
    config = deepcopy(config)
    config.dtype = dtype
    config.save_pretrained(folder)
    (folder / "rmt_config.json").write_text(json.dumps(rmt, indent=2) + "\n")
    stored = {n: t.to(dtype).contiguous() if t.is_floating_point() else t for n, t in sorted(tensors.items())}
    if max_shard_size is None:
        save_file(stored, folder / "model.safetensors", METADATA)
    else:
        save_torch_state_dict(stored, folder, max_shard_size=max_shard_size)


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """All tensors of a checkpoint, from one file or from shards."""
    tensors: dict[str, Tensor] = {}
    for file in sorted(folder.glob("model*.safetensors")):
        tensors |= load_file(file)
    return tensors


def load_decoder(folder: Path) -> DecoderCell:
    """The cell stored in a folder, computed in float32; a plain decoder has a memory of zero rows."""
    tensors = {name: value.float() for name, value in read_tensors(folder).items()}
    config = AutoConfig.from_pretrained(folder)
    backbone = new_model(config)
    memory = tensors.pop("memory_cell.memory", torch.zeros(0, backbone.get_input_embeddings().embedding_dim))
    prefix = DECODER_PREFIX if len(memory) else ""
    stored_head = prefix + STORED_HEADS.get(config.model_type, HEAD)
    if stored_head in tensors:
        tensors[prefix + HEAD] = tensors.pop(stored_head)
    _fill(backbone, tensors, prefix, tied=config.tie_word_embeddings)
    return DecoderCell(backbone, memory)


def load_encoder(folder: Path) -> EncoderCell:
    """The cell stored in a folder; a plain encoder has a memory of zero rows."""
    tensors = read_tensors(folder)
    config = AutoConfig.from_pretrained(folder)
    mem_token_ids = tensors.pop("mem_token_ids", torch.arange(0))
    buffers = [n for n in ("cls", "sep", "pad") if f"{n}_token" in tensors]
    special = special_tokens(config) | {n: int(tensors.pop(f"{n}_token")) for n in buffers}
    for name in ("bos_token", "eos_token"):
        tensors.pop(name, None)
    alias = tensors.pop(ENCODER_PREFIX + "embeddings.weight", None)
    prefix = "" if alias is None else ENCODER_PREFIX
    word = tensors[f"{prefix}{config.model_type}.embeddings.word_embeddings.weight"]
    assert alias is None or torch.equal(alias, word), "the alias differs from the word table"
    config.vocab_size = len(word)
    backbone = new_model(config)
    _fill(backbone, tensors, prefix, tied=False)
    return EncoderCell(backbone, word[mem_token_ids], **special)


def special_tokens(config: PretrainedConfig) -> dict[str, int]:
    """What a segment is built with; RoBERTa's tokenizer has <s> and </s> for [CLS] and [SEP]."""
    if config.model_type == "roberta":
        return {"pad": config.pad_token_id, "cls": config.bos_token_id, "sep": config.eos_token_id}
    return {"pad": 0, "cls": 1, "sep": 2}


def positions(config: PretrainedConfig) -> int:
    """Rows that a segment may have; RoBERTa counts its positions from the one behind the padding's."""
    skipped = config.pad_token_id + 1 if config.model_type == "roberta" else 0
    return config.max_position_embeddings - skipped


def _fill(model: nn.Module, tensors: dict[str, Tensor], prefix: str, tied: bool) -> None:
    """Loads strictly: nothing may be missing (but a tied head) and nothing may be left over."""
    assert all(name.startswith(prefix) for name in tensors), f"tensors outside of {prefix}"
    state = {name.removeprefix(prefix): value for name, value in tensors.items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert missing == (["lm_head.weight"] if tied else []) and not unexpected, (missing, unexpected)
