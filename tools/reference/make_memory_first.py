"""The decoder of gpt2-rmt with other positions: read block, write block, tokens, as KotShinZ's wrapper numbers them.

    python make_memory_first.py    # replaces model/src/test/resources/fixtures/gpt2-memory-first

To be run after make_fixtures.py, whose weights it takes. The rows keep their order, [memory, tokens, memory]; the read
block has positions 0 to m-1, the write block m to 2m-1, and the tokens those from 2m on. The configuration is written by
Transformers too: that of the wrapper, which has the options of the backbone twice, among its own and in one of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import GPT2Config, GPT2LMHeadModel, PretrainedConfig

FIXTURES = Path(__file__).parents[2] / "model/src/test/resources/fixtures"
SOURCE = FIXTURES / "gpt2-rmt"
TARGET = FIXTURES / "gpt2-memory-first"
CELL = "memory_cell."
MODEL = CELL + "model."
SEGMENT = 8


class WrapperConfig(PretrainedConfig):
    model_type = "rmt"


def wrapper_config(backbone: GPT2Config, mem_tokens: int) -> WrapperConfig:
    options = backbone.to_dict()
    config = WrapperConfig()
    for name, value in options.items():
        setattr(config, name, value)
    config.base_model_config = options
    config.base_model_type = backbone.model_type
    config.is_memory_all = True
    config.max_n_segments = 1
    config.input_seg_len = SEGMENT
    config.output_seg_len = SEGMENT
    config.align = "left"
    config.num_mem_tokens = mem_tokens
    return config


def step(model: GPT2LMHeadModel, tokens: Tensor, memory: Tensor, *, memory_first: bool = True) -> tuple[Tensor, Tensor]:
    m, end = len(memory), len(memory) + len(tokens)
    inputs = torch.cat([memory, model.get_input_embeddings()(tokens), memory])
    write, text = torch.arange(m, 2 * m), torch.arange(2 * m, m + end)
    positions = torch.cat([torch.arange(m), text, write]) if memory_first else torch.arange(m + end)
    output = model(inputs_embeds=inputs[None], position_ids=positions[None], output_hidden_states=True)
    return output.logits[0, m:end], output.hidden_states[-1][0, end:]


@torch.no_grad()
def main() -> None:
    stored = load_file(SOURCE / "model.safetensors")
    model = GPT2LMHeadModel(GPT2Config.from_json_file(SOURCE / "config.json")).eval()
    missing, unexpected = model.load_state_dict(
        {name.removeprefix(MODEL): value for name, value in stored.items() if name.startswith(MODEL)}, strict=False)
    if unexpected or missing != ["lm_head.weight"]:
        raise SystemExit(f"other tensors than expected: {missing}, {unexpected}")
    model.tie_weights()
    ids = torch.randint(0, 66, (21,), generator=torch.Generator().manual_seed(505)).tolist()
    memory = stored[CELL + "memory"]
    logits, memories, lengths = [], [], []
    for begin in range(0, len(ids), SEGMENT):
        tokens = torch.tensor(ids[begin : begin + SEGMENT])
        usual, _ = step(model, tokens, memory, memory_first=False)
        segment, memory = step(model, tokens, memory)
        if (segment - usual).abs().max() < 0.01:
            raise SystemExit("the positions do not matter")
        logits.append(segment)
        memories.append(memory)
        lengths.append(len(tokens))
    TARGET.mkdir(exist_ok=True)
    wrapper_config(model.config, len(memory)).to_json_file(TARGET / "config.json")
    save_file({f"recurrent_wrapper.{name}": value for name, value in stored.items()}, TARGET / "model.safetensors",
              {"format": "pt"})
    save_file({"left/logits": torch.cat(logits), "left/memory": torch.stack(memories)},
              TARGET / "expected.safetensors", {"format": "pt"})
    case = {"name": "left", "kind": "forward", "ids": ids, "segment_size": SEGMENT, "mem_tokens": len(memory),
            "alignment": "left", "segment_lengths": lengths}
    layout = "M1..Mm t1..tL M1..Mm at positions 0..m-1, 2m..2m+L-1, m..2m-1"
    header = {"model": TARGET.name, "layout": layout}
    text = ",\n ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in header.items())
    (TARGET / "cases.json").write_text(f'{{\n {text},\n "cases": [\n  {json.dumps(case)}\n ]\n}}\n')


if __name__ == "__main__":
    main()
