"""Writes a tiny Llama with random weights as GGUF files, and what Transformers computes from each of them.

    python make_gguf.py            # replaces model/src/test/resources/gguf
    python make_gguf.py some/dir   # writes elsewhere, to compare

The files are written with the package gguf. It and Transformers, which reads GGUF on its own, are independent of the
reader here; so is the script's permutation, because Transformers must undo it to get the logits of the original.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "model/src/test/resources/gguf"
SEED = 77
IDS = [5, 61, 17, 2, 40, 33, 9, 66, 1, 23, 54, 38]
TYPES = {
    "f32": gguf.GGMLQuantizationType.F32,
    "f16": gguf.GGMLQuantizationType.F16,
    "bf16": gguf.GGMLQuantizationType.BF16,
    "q8_0": gguf.GGMLQuantizationType.Q8_0,
}
CONFIG = LlamaConfig(
    vocab_size=67, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=96, rms_norm_eps=1e-3, tie_word_embeddings=False,
    rope_parameters={"rope_type": "default", "rope_theta": 500.0}, bos_token_id=1, eos_token_id=2, pad_token_id=None,
)  # fmt: skip


def permuted(weight: np.ndarray, heads: int) -> np.ndarray:
    """The two halves of each head, which turn together, become neighbours."""
    half = weight.shape[0] // heads // 2
    return weight.reshape(heads, 2, half, -1).swapaxes(1, 2).reshape(weight.shape)


def write(path: Path, model: LlamaForCausalLM, kind: gguf.GGMLQuantizationType) -> None:
    config = model.config
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("tiny")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([f"<{i}>" for i in range(config.vocab_size)])
    writer.add_token_scores([0.0] * config.vocab_size)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    for name, tensor in model.state_dict().items():
        values = tensor.numpy()
        if name.endswith("q_proj.weight"):
            values = permuted(values, config.num_attention_heads)
        elif name.endswith("k_proj.weight"):
            values = permuted(values, config.num_key_value_heads)
        stored = names.get_name(name, try_suffixes=(".weight",))
        # As llama.cpp does it: vectors stay float32.
        as_kind = gguf.GGMLQuantizationType.F32 if values.ndim == 1 else kind
        writer.add_tensor(stored, gguf.quants.quantize(values, as_kind), raw_dtype=as_kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def logits(model: LlamaForCausalLM) -> torch.Tensor:
    with torch.no_grad():
        return model(torch.tensor([IDS])).logits[0]


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    model = LlamaForCausalLM(CONFIG).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            mean = 1.0 if "norm" in name else 0.0
            parameter.copy_(mean + 0.2 * torch.randn_like(parameter))
    expected = {"ids": torch.tensor(IDS)}
    for name, kind in TYPES.items():
        file = out / f"{name}.gguf"
        write(file, model, kind)
        read = LlamaForCausalLM.from_pretrained(out, gguf_file=file.name, dtype=torch.float32).eval()
        expected[name] = logits(read)
    error = {name: (expected[name] - logits(model)).abs().max().item() for name in TYPES}
    print(error)
    # The permutation is undone: another order of the rows would change the first digit.
    if not (error["f32"] < 1e-5 and error["f16"] < 0.05 and 1e-3 < error["bf16"] < 0.3 and 1e-3 < error["q8_0"] < 0.3):
        raise SystemExit(f"Transformers reads other weights than were written: {error}")
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        for file in ("config.json", "model.safetensors"):
            (out / file).write_bytes((Path(folder) / file).read_bytes())
    save_file(expected, out / "expected.safetensors")


if __name__ == "__main__":
    main()
