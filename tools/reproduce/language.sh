#!/usr/bin/env bash
# Language modelling of docs/reproduction.md: trains a small model on the King James Bible without John and Acts, and
# measures on these two books what a memory of N segments is worth.
#
#   tools/reproduce/language.sh [-o FOLDER] [-t STEPS] [-s SEED]
#
# Needs bible (Debian: bible-kjv, bible-kjv-text) and Python with tokenizers 0.23.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=language
steps=1500
seed=1
while getopts o:t:s: option; do
    case $option in
        o) out=$OPTARG ;;
        t) steps=$OPTARG ;;
        s) seed=$OPTARG ;;
        *) exit 2 ;;
    esac
done
mkdir -p "$out/model"

bible -f gen1:1-rev22:21 </dev/null >"$out/verses"
reference='s/^[0-9A-Za-z]*:[0-9]* //'
grep -E '^(John|Acts)[0-9]' "$out/verses" | sed "$reference" >"$out/validation.txt"
grep -vE '^(John|Acts)[0-9]' "$out/verses" | sed "$reference" >"$out/training.txt"

python3 - "$out" <<'PYTHON'
import sys
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
alphabet = pre_tokenizers.ByteLevel.alphabet()
trainer = trainers.BpeTrainer(vocab_size=1024, min_frequency=2, show_progress=False, initial_alphabet=alphabet)
tokenizer.train([f"{sys.argv[1]}/training.txt"], trainer)
tokenizer.save(f"{sys.argv[1]}/model/tokenizer.json")
PYTHON
cat >"$out/model/config.json" <<'JSON'
{"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "activation_function": "gelu_new", "n_embd": 128,
 "n_head": 4, "n_inner": 512, "n_layer": 2, "n_positions": 48, "vocab_size": 1024, "layer_norm_epsilon": 1e-05,
 "initializer_range": 0.02, "attn_pdrop": 0.0, "embd_pdrop": 0.0, "resid_pdrop": 0.0, "tie_word_embeddings": true}
JSON
echo '{"num_mem_tokens": 8, "segment_size": 32, "segment_alignment": "left"}' >"$out/model/rmt_config.json"

"$home/rmt" train --data "$out/training.txt" --validation "$out/validation.txt" --config "$out/model/config.json" \
    --segments 1,2,4 --fixed-length --batch 32 --steps "$steps" --lr 2e-3 --threads 1 --device jvm --seed "$seed" \
    --eval-every 125 --eval-samples 256 --restarts 0 --out "$out/run"
for segments in 1 2 3 4 8; do
    printf '%s ' "$segments"
    "$home/rmt" perplexity "$out/run/last" --input "$out/validation.txt" --reset-every "$segments" --threads 1 \
        --device jvm | tail -n 1
done
