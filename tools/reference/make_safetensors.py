"""Writes the reference files of the checkpoint tests with the original libraries.

    python tools/reference/make_safetensors.py checkpoints-loader/src/test/resources/reference

Made with safetensors 0.8.0, torch 2.13.0 and transformers 5.18.0. The output is the same on every run.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import GPT2Config, GPT2LMHeadModel, PretrainedConfig

# Zero, signs, subnormals, the smallest normal and the largest number of each type, a tie of rounding, infinities.
SPECIAL = {
    "F32": (torch.int32, torch.float32, [0x00000000, -0x80000000, 0x00000001, 0x007FFFFF, 0x00800000, 0x7F7FFFFF,
                                         0x3F800000, -0x40000000, 0x7F800000, -0x00800000]),
    "F16": (torch.int16, torch.float16, [0x0000, -0x8000, 0x0001, 0x03FF, 0x0400, 0x7BFF, 0x3C00, -0x4000, 0x7C00,
                                         -0x0400]),
    "BF16": (torch.int16, torch.bfloat16, [0x0000, -0x8000, 0x0001, 0x007F, 0x0080, 0x7F7F, 0x3F80, -0x4080, 0x7F80,
                                           -0x0080]),
}


def tensors():
    random = torch.Generator().manual_seed(0)
    result = {}
    for name, (bits_type, type_, bits) in SPECIAL.items():
        result[f"special.{name}"] = torch.tensor(bits, dtype=bits_type).view(type_)
        result[f"random.{name}"] = torch.randn(3, 5, generator=random).to(type_)
    result["random.F64"] = torch.randn(2, 2, 3, generator=random, dtype=torch.float64)
    result["integers.I64"] = torch.tensor([0, -1, 2**63 - 1, -(2**63), 50257], dtype=torch.int64)
    result["integers.I32"] = torch.tensor([[0, -1], [2**31 - 1, -(2**31)]], dtype=torch.int32)
    result["integers.I16"] = torch.tensor([2**15 - 1, -(2**15), 7], dtype=torch.int16)
    result["integers.I8"] = torch.tensor([127, -128, 7], dtype=torch.int8)
    result["integers.U8"] = torch.tensor([0, 127, 128, 255, 1], dtype=torch.uint8)
    result["integers.BOOL"] = torch.tensor([True, False, True])
    result["scalar"] = torch.tensor(2.5)
    result["empty"] = torch.zeros(0, 4)
    result["größe.日本"] = torch.tensor([1.5])
    return result


def expected(tensor):
    values = tensor.flatten()
    if tensor.is_floating_point():
        # As bits of float32, so that no text format stands between the two libraries.
        return {"shape": list(tensor.shape), "float_bits": values.to(torch.float32).view(torch.int32).tolist()}
    return {"shape": list(tensor.shape), "longs": values.to(torch.int64).tolist()}


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def write_sharded(folder):
    """A GPT-2 of a few hundred parameters in several files, as save_pretrained leaves it."""
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(vocab_size=11, n_positions=8, n_embd=4, n_layer=1, n_head=2))
    model.save_pretrained(folder, max_shard_size=500)
    (folder / "generation_config.json").unlink()
    state = model.state_dict()
    del state["lm_head.weight"]  # Tied, so it is not in the files.
    return {name: expected(tensor) for name, tensor in state.items()}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors(), folder / "types.safetensors", metadata={"format": "pt"})
    write_json(folder / "types.json", {name: expected(tensor) for name, tensor in tensors().items()})
    write_json(folder / "sharded.json", write_sharded(folder / "gpt2-sharded"))
    write_json(folder / "config-of-every-model.json", PretrainedConfig().to_dict())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
