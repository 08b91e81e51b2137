#!/bin/sh
# What makes a memory hold: curriculum, lengths and carried state, each trained on the same number of tokens.
#
#   ablation.sh [-t TOKENS] [-n SAMPLES] [-s SEED] [-j THREADS] [-o DIR]
#
#   -t  tokens that each run reads (default 6000000)
#   -n  texts of each length that each model is measured with (default 200)
#   -s  seed of all runs and of the texts that measure them (default 1)
#   -j  threads (default 1)
#   -o  where runs, numbers and table go (default ablation in the current folder)
#
# A run that was interrupted goes on, and one that is finished is not taken again, so the script may be started again and
# again with the same options. It ends with DIR/table.md.
set -eu

tokens=6000000 samples=200 seed=1 threads=1 out=ablation
lengths=1,2,3,4,6,8,16,32,64,128

usage() {
    sed -n 's/^# \{0,1\}//; 2,11p' "$0" >&2
    exit 2
}

while getopts t:n:s:j:o: option; do
    case $option in
        t) tokens=$OPTARG ;;
        n) samples=$OPTARG ;;
        s) seed=$OPTARG ;;
        j) threads=$OPTARG ;;
        o) out=$OPTARG ;;
        *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -eq 0 ] || usage

home=$(cd "$(dirname "$0")/../.." && pwd)
rmt=$home/rmt
mkdir -p "$out"

# Runs that were begun otherwise cannot be compared.
conditions="tokens $tokens, seed $seed, threads $threads"
if [ -f "$out/conditions" ] && [ "$(cat "$out/conditions")" != "$conditions" ]; then
    echo "ablation: the runs in $out have $(cat "$out/conditions"); give the same options, or another -o" >&2
    exit 2
fi
printf '%s\n' "$conditions" >"$out/conditions"

# train NAME OPTION...: a run, or what is left of it. The learning rate is constant, since how many steps a number of
# tokens makes depends on the lengths; and nobody begins anew with luckier random numbers.
train() {
    name=$1
    shift
    if [ -f "$out/$name.done" ]; then
        return
    fi
    if [ -f "$out/$name/last/training_state.json" ]; then
        "$rmt" train --resume --out "$out/$name" --device jvm --threads "$threads" --token-limit "$tokens"
    else
        # What a run left that never saved a step.
        rm -rf "${out:?}/$name"
        "$rmt" train --task detect --config "$home/models/facts-words/config.json" --out "$out/$name" --threads "$threads" \
            --device jvm --seed "$seed" --batch 32 --steps 1000000 --schedule constant --restarts 0 --eval-every 500 \
            --eval-samples 64 --token-limit "$tokens" "$@"
    fi
    if [ "$(tokens_of "$name")" -lt "$tokens" ]; then
        echo "ablation: stopped; start the script again to go on" >&2
        exit 130
    fi
    : >"$out/$name.done"
}

# The tokens that a run has read, by the last line of its metrics that tells.
tokens_of() {
    sed -n 's/.*"tokens":\([0-9]*\),.*/\1/p' "$out/$1/metrics.jsonl" | tail -n 1
}

# What a run is called in the table.
row_of() {
    case $1 in
        direct-fixed) echo '| no | 4 | no |' ;;
        direct-mixed) echo '| no | up to 4 | no |' ;;
        direct-carried) echo '| no | windows of up to 8 | yes |' ;;
        curriculum-fixed) echo '| 1, 2, 3, 4 | of the stage | no |' ;;
        curriculum-mixed) echo '| 1, 2, 3, 4 | up to the stage | no |' ;;
        curriculum-fixed-carried) echo '| 1, 2, 3, 4 | of the stage, then windows of up to 8 | yes |' ;;
        curriculum-mixed-carried) echo '| 1, 2, 3, 4 | up to the stage, then windows of up to 8 | yes |' ;;
    esac
}

train curriculum-mixed-carried --segments 1,2,3,4 --carry 8
train direct-fixed --segments 4 --fixed-length
train direct-mixed --segments 4
train direct-carried --segments 1 --stage-steps 1 --carry 8
train curriculum-fixed --segments 1,2,3,4 --fixed-length
train curriculum-mixed --segments 1,2,3,4
train curriculum-fixed-carried --segments 1,2,3,4 --fixed-length --carry 8

runs='direct-fixed direct-mixed direct-carried curriculum-fixed curriculum-mixed curriculum-fixed-carried
curriculum-mixed-carried'
models=
for name in $runs; do
    models=${models:+$models,}$out/$name/last
done
"$rmt" evaluate "$models" --task detect --segments $lengths --samples "$samples" --seed "$seed" --device jvm \
    --threads "$threads" --out "$out/accuracy.json" --picture "$out/accuracy.png" >"$out/accuracy.txt"

{
    echo "| curriculum | segments of the texts | carried state | tokens | $(echo $lengths | sed 's/,/ | /g') |"
    echo "|---|---|---|---:|$(echo $lengths | sed 's/[0-9]*,*/---:|/g')"
    for name in $runs; do
        # The row of the matrix, without the name of the model and what it was trained on.
        cells=$(sed -n '/^detect: accuracy/,$p' "$out/accuracy.txt" | grep -F "$out/$name/last " |
            sed 's/^.*\/last  *//; s/^[0-9]*\(, carried\)\{0,1\}  *//; s/  */ | /g')
        echo "$(row_of "$name") $(tokens_of "$name") | $cells |"
    done
} >"$out/table.md"
cat "$out/table.md"
