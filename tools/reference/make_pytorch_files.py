"""Writes the files of torch.save that the checkpoint tests read, and the same tensors with the safetensors library.

    python tools/reference/make_pytorch_files.py checkpoints-loader/src/test/resources/pytorch

Made with torch 2.13.0, safetensors 0.8.0, numpy 2.4.6 and huggingface_hub 1.33.0. The output is the same on every run,
but for refused/before-1.6.bin and refused/torchscript.pt, in which PyTorch puts addresses and names of its own.
"""

import json
import os
import pickle
import shutil
import sys
from collections import OrderedDict
from pathlib import Path

import numpy
import torch
from huggingface_hub import save_torch_state_dict
from safetensors.torch import save_file
from torch import nn

TYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64,
    "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}


class TinyModel(nn.Module):
    """A model whose state_dict has what real ones have: nested names, a buffer of integers, a tied weight."""

    def __init__(self):
        super().__init__()
        self.memory = nn.Parameter(torch.randn(2, 4))
        self.wte = nn.Embedding(7, 4)
        self.norm = nn.LayerNorm(4)
        self.head = nn.Linear(4, 7, bias=False)
        self.head.weight = self.wte.weight
        self.register_buffer("position_ids", torch.arange(8).expand((1, -1)))


def values(type_):
    """Twelve numbers that every type holds exactly, or as booleans."""
    return torch.tensor([0, 1, 2, 3, 5, 7, 11, 13, 17, 19, 64, 127]).to(type_)


def every_type():
    result = OrderedDict((f"plain.{name}", values(type_).reshape(3, 4)) for name, type_ in TYPES.items())
    for name in ("F64", "F32", "F16", "BF16"):
        result[f"random.{name}"] = torch.randn(3, 5).to(TYPES[name])
    result["scalar"] = torch.tensor(2.5)
    result["empty"] = torch.zeros(0, 4)
    result["größe.日本"] = torch.tensor([1.5])
    return result


def strided():
    """Views of every kind; several of them share a storage, as torch.save keeps them."""
    result = {}
    for name, type_ in TYPES.items():
        matrix = values(type_).reshape(3, 4)
        result[f"whole.{name}"] = matrix
        result[f"transposed.{name}"] = matrix.T
        result[f"column.{name}"] = matrix[:, 1]
        result[f"rows.{name}"] = matrix[1:]
        result[f"block.{name}"] = matrix[1:, 1:3]
    cube = torch.randn(2, 3, 4)
    result["permuted"] = cube.permute(2, 0, 1)
    result["every.second"] = cube[:, :, ::2]
    result["diagonal"] = cube[0, :, :3].diagonal()
    result["element"] = cube[1, 2, 3]
    result["nothing"] = cube[:, 3:, :]
    result["row.of.one"] = cube[:1, 1:2, :].transpose(0, 1)
    result["windows"] = torch.arange(10.0).as_strided((3, 3), (2, 1))
    return result


def trainer_dict(model):
    """What the trainer of the RMT reference code keeps, after one step of its optimizer."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (step + 1))
    model.head(model.norm(model.wte(torch.tensor([1, 2, 3])))).sum().backward()
    optimizer.step()
    schedule.step()
    return {
        "model_state_dict": model.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "lr_scheduler_state_dict": schedule.state_dict(),
        "iteration": 5000,
        "epoch": 1,
        "metrics": {"valid": {"loss": numpy.float64(0.25), "accuracy": numpy.float32(0.5), "n": numpy.int64(3)}},
        "torch_amp": {"scale": 65536.0, "growth_interval": 2000, "_growth_tracker": 0},
        "best": torch.tensor(0.25),
        "name": "rmt",
        "flags": [True, None, (1, -2, 2**40, 2**70), b"bytes"],
    }


class RunsACommand:
    """Unpickled by Python, this would run a command."""

    def __reduce__(self):
        return os.system, ("exit 0",)


def expect(folder, name, tensors):
    """The same tensors by another library, which stores each contiguously and on its own."""
    separate = {key: tensor.detach().clone(memory_format=torch.contiguous_format) for key, tensor in tensors.items()}
    save_file(separate, folder / f"{name}.safetensors")


def write_sharded(folder, tensors):
    folder.mkdir()
    save_torch_state_dict(tensors, folder, max_shard_size=150, safe_serialization=False)
    (folder / "config.json").write_text(json.dumps({"model_type": "gpt2"}) + "\n")


def write_refused(folder, model):
    """Files that must not be read, each for another reason."""
    state = {"a": torch.tensor([1.0, 2.0])}
    torch.save(state, folder / "before-1.6.bin", _use_new_zipfile_serialization=False)
    torch.save({**state, "b": RunsACommand()}, folder / "runs-a-command.bin")
    torch.save(model, folder / "whole-model.pt")
    torch.save({"a": torch.ones(2).to(torch.float8_e4m3fn)}, folder / "float8.bin")
    torch.save({"a": torch.ones(1).expand(3)}, folder / "expanded.bin")
    torch.save({"a": torch.tensor([1j]).imag.neg(), "b": torch.tensor([1 + 2j]).conj().imag}, folder / "lazy.bin")
    torch.save({"model": state, "state_dict": {"b": torch.ones(1)}}, folder / "two-models.bin")
    torch.save(torch.ones(1), folder / "no-names.pt")
    (folder / "bare.pkl.bin").write_bytes(pickle.dumps({"a": 1}, protocol=2))
    torch.jit.script(nn.Linear(1, 1)).save(folder / "torchscript.pt")


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "refused").mkdir(parents=True)
    torch.manual_seed(0)
    model = TinyModel()

    types = every_type()
    torch.save(types, folder / "types.bin")
    torch.save(types, folder / "types-protocol-4.bin", pickle_protocol=4)
    expect(folder, "types", types)
    views = strided()
    torch.save(views, folder / "strided.pt")
    expect(folder, "strided", views)
    torch.save(model.state_dict(), folder / "model.bin")
    torch.serialization.set_crc32_options(False)
    torch.save(model.state_dict(), folder / "model-without-checksums.bin")
    torch.serialization.set_crc32_options(True)
    torch.save({"state_dict": dict(model.named_parameters(remove_duplicate=False))}, folder / "parameters.pt")
    write_sharded(folder / "sharded", model.state_dict())
    expect(folder, "model", model.state_dict())
    write_refused(folder / "refused", model)
    torch.save(trainer_dict(model), folder / "trainer.pth")
    expect(folder, "trainer", model.state_dict())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
