"""Checkpoints of the other families, each with its options on their unusual side."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import (
    DistilBertConfig,
    GPTNeoXConfig,
    LlamaConfig,
    MistralConfig,
    OPTConfig,
    PretrainedConfig,
    Qwen2Config,
    RobertaConfig,
)

import checkpoints
from checkpoints import new_model, randomise
from fixtures import Case, Fixture
from rmt_reference import DecoderCell, EncoderCell

MEM_TOKENS = 3
SEGMENT = 8
END = 66
DECODER_LAYOUT = "M1..Mm t1..tL M1..Mm; with mem_tokens 0: t1..tL"
ENCODER_LAYOUT = "[CLS] M1..Mm [SEP] t1..tL [SEP]; with mem_tokens 0: [CLS] [SEP] t1..tL [SEP]"

DECODER = {"vocab_size": 67, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
           "bos_token_id": END, "eos_token_id": END, "pad_token_id": 0}  # fmt: skip
ROTARY = DECODER | {"intermediate_size": 40, "max_position_embeddings": 128}
LLAMA3 = {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 4.0, "low_freq_factor": 1.0,
          "high_freq_factor": 4.0, "original_max_position_embeddings": 64}  # fmt: skip
UNSCALED = {"rope_type": "default", "rope_theta": 10000.0}

# name: configuration, seed, whether it has memory, options whose other value must change the numbers
DECODERS: dict[str, tuple[PretrainedConfig, int, bool, dict[str, object]]] = {
    "opt-rmt": (
        OPTConfig(**DECODER, ffn_dim=48, max_position_embeddings=40), 401, True,
        {"activation_function": "gelu", "num_attention_heads": 2},
    ),
    "opt-projected": (
        OPTConfig(**DECODER, ffn_dim=48, max_position_embeddings=40, do_layer_norm_before=False,
                  word_embed_proj_dim=20, activation_function="gelu", tie_word_embeddings=False), 92, True,
        {"activation_function": "relu"},
    ),
    "opt-plain": (
        OPTConfig(**DECODER, ffn_dim=48, max_position_embeddings=40, enable_bias=False,
                  layer_norm_elementwise_affine=False, _remove_final_layer_norm=True), 33, False,
        {"activation_function": "gelu"},
    ),
    "llama-rmt": (
        LlamaConfig(**ROTARY, num_key_value_heads=2, head_dim=12, rope_parameters=LLAMA3, rms_norm_eps=1e-3), 44, True,
        {"rope_parameters": UNSCALED, "rms_norm_eps": 1e-6, "hidden_act": "gelu"},
    ),
    "llama-plain": (
        LlamaConfig(**ROTARY, tie_word_embeddings=True, attention_bias=True, mlp_bias=True,
                    rope_parameters={"rope_type": "linear", "rope_theta": 500.0, "factor": 2.5}), 145, False,
        {"rope_parameters": {"rope_type": "default", "rope_theta": 500.0}},
    ),
    "mistral-rmt": (
        MistralConfig(**ROTARY, num_key_value_heads=2, sliding_window=24), 26, True,
        {"sliding_window": 5},
    ),
    "qwen2-rmt": (
        Qwen2Config(**ROTARY, num_key_value_heads=1, tie_word_embeddings=True), 27, True,
        {"hidden_act": "gelu"},
    ),
    "gpt-neox-rmt": (
        GPTNeoXConfig(**(ROTARY | {"num_attention_heads": 2}), use_parallel_residual=False, rotary_pct=0.25,
                      rotary_emb_base=100, hidden_act="gelu_new"), 188, True,
        {"use_parallel_residual": True, "hidden_act": "gelu"},
    ),
    "gpt-neox-plain": (
        GPTNeoXConfig(**ROTARY, rotary_pct=0.5, layer_norm_eps=1e-3), 29, False,
        {"use_parallel_residual": False, "layer_norm_eps": 1e-5},
    ),
}  # fmt: skip


def text(seed: int, length: int, low: int, high: int) -> list[int]:
    """Random ids from low (included) to high (excluded)."""
    return torch.randint(low, high, (length,), generator=torch.Generator().manual_seed(seed)).tolist()


def decoder_cases(m: int) -> list[Case]:
    """Forward passes and both rules of generation, with memory or without."""
    def ids(seed: int, length: int) -> list[int]:
        return text(seed, length, 1, END)

    cases = [
        Case("left", [ids(501, 21)], SEGMENT, m, "left"),
        Case("longer-segments", [ids(502, 32)], 18, m, "right"),
        Case("generate", [ids(503, 13)], SEGMENT, m, "left", "generate", 10),
    ]
    if m:
        cases += [
            Case("no-memory", [ids(501, 12)], SEGMENT, 0, "left"),
            Case("batch", [ids(504, 13), ids(505, 3)], SEGMENT, m, "left", batch=True),
            Case("commit", [ids(506, 12)], SEGMENT, m, "left", "generate_commit", 14),
        ]
    return cases


def decoders(root: Path) -> None:
    """All of ``DECODERS``."""
    rmt = {"num_mem_tokens": MEM_TOKENS, "segment_size": SEGMENT, "segment_alignment": "left"}
    for name, (config, seed, with_memory, unlike) in DECODERS.items():
        model = new_model(config)
        randomise(model, seed)
        if with_memory:
            words = model.get_input_embeddings().weight
            generator = torch.Generator().manual_seed(100 + seed)
            memory = torch.randn(MEM_TOKENS, words.shape[1], generator=generator) * words.std()
            model.config.architectures = [type(model).__name__]
            cell = DecoderCell(model, memory.detach())
            checkpoints.write(root / name, model.config, checkpoints.decoder_tensors(cell), rmt)
        else:
            model.save_pretrained(root / name)
        fixture = Fixture(root / name, layout=DECODER_LAYOUT, seeds=[seed])
        fixture.decoder(decoder_cases(MEM_TOKENS if with_memory else 0), **unlike)
        fixture.save()


def roberta_config(vocab_size: int) -> RobertaConfig:
    return RobertaConfig(
        vocab_size=vocab_size, hidden_size=32, num_attention_heads=4, num_hidden_layers=2, intermediate_size=40,
        max_position_embeddings=34, type_vocab_size=1, num_labels=5, layer_norm_eps=1e-5,
    )  # fmt: skip


def encoder_cases(m: int, low: int, high: int) -> list[Case]:
    """Forward passes with special ids in the text, with memory or without."""
    ids = text(601, 21, low, high)
    cases = [
        Case("right", [ids], SEGMENT, m, "right"),
        Case("special-ids-in-text", [[0, *ids[:5], 2, *ids[5:12], 1, 2]], SEGMENT, m, "left"),
        Case("all-positions", [text(602, 33, low, high)], 32 - m - 3, m, "right"),
    ]
    if m:
        cases += [
            Case("no-memory", [ids], SEGMENT, 0, "right"),
            Case("batch", [ids, ids[:6]], SEGMENT, m, "right", batch=True),
        ]
    return cases


def roberta(root: Path) -> None:
    """The wrapped encoder, and the library's own checkpoint."""
    vocabulary = 29
    backbone = new_model(roberta_config(vocabulary + MEM_TOKENS))
    randomise(backbone, 31)
    special = checkpoints.special_tokens(backbone.config)
    word = backbone.get_input_embeddings().weight.detach()
    cell = EncoderCell(backbone, word[vocabulary:], **special)
    config = roberta_config(vocabulary)
    config.architectures = ["RobertaForSequenceClassification"]
    rmt = {"num_mem_tokens": MEM_TOKENS, "segment_size": SEGMENT, "segment_alignment": "right"}
    tensors = checkpoints.encoder_tensors(cell, with_pad_token=True)
    tensors |= {"bos_token": torch.tensor([cell.cls]), "eos_token": torch.tensor([cell.sep])}
    checkpoints.write(root / "roberta-rmt", config, tensors, rmt)

    plain = new_model(roberta_config(vocabulary))
    randomise(plain, 32)
    plain.save_pretrained(root / "roberta-plain")

    for name, m, seed in (("roberta-rmt", MEM_TOKENS, 31), ("roberta-plain", 0, 32)):
        fixture = Fixture(root / name, layout=ENCODER_LAYOUT, special_tokens=special, seeds=[seed])
        fixture.encoder(encoder_cases(m, 4, vocabulary), hidden_act="gelu_new", layer_norm_eps=1e-2)
        fixture.save()


def distilbert_config(vocab_size: int) -> DistilBertConfig:
    return DistilBertConfig(
        vocab_size=vocab_size, dim=32, n_heads=4, n_layers=2, hidden_dim=40, max_position_embeddings=32, num_labels=5,
        cls_token_id=1, sep_token_id=2,
    )  # fmt: skip


def distilbert(root: Path) -> None:
    """The wrapped encoder, and the library's own checkpoint in the layout of the wrapper."""
    vocabulary = 29
    backbone = new_model(distilbert_config(vocabulary + MEM_TOKENS))
    randomise(backbone, 34)
    special = checkpoints.special_tokens(backbone.config)
    cell = EncoderCell(backbone, backbone.get_input_embeddings().weight.detach()[vocabulary:], **special)
    config = distilbert_config(vocabulary)
    config.architectures = ["DistilBertForSequenceClassification"]
    rmt = {"num_mem_tokens": MEM_TOKENS, "segment_size": SEGMENT, "segment_alignment": "right"}
    checkpoints.write(root / "distilbert-rmt", config, checkpoints.encoder_tensors(cell, with_pad_token=True), rmt)

    plain = new_model(distilbert_config(vocabulary))
    randomise(plain, 33)
    plain.save_pretrained(root / "distilbert-plain")

    for name, m, seed in (("distilbert-rmt", MEM_TOKENS, 34), ("distilbert-plain", 0, 33)):
        fixture = Fixture(root / name, layout=ENCODER_LAYOUT, special_tokens=special, seeds=[seed])
        fixture.encoder(encoder_cases(m, 3, vocabulary), activation="gelu_new", n_heads=2)
        fixture.save()
