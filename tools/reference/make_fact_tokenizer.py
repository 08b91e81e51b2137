"""Writes a byte-level BPE tokenizer in which every word of the fact tasks' grammar is one token.

    python make_fact_tokenizer.py [file]

The vocabulary is the 256 bytes and the merges that build the words, so any UTF-8 text can be read and nothing is
unknown. Words are learned with the space in front of them, as they stand inside a text; the first word of a text gets
one too (`add_prefix_space`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

ROOT = Path(__file__).parents[2]
GRAMMAR = ROOT / "model/src/main/resources/org/tornadormt/model/task/grammar.json"
DEFAULT_TARGET = ROOT / "models/facts/tokenizer.json"
MOST_TOKENS = 1200
# Sentences that the tasks write themselves: a fact, the questions about it.
TASK_SENTENCES = ["to the .", "where is ?", "what is of the ?"]


def grammar_words(grammar: dict) -> list[str]:
    """Every word that a sentence of the grammar can hold, each once."""
    phrases = list(TASK_SENTENCES)
    for entry in grammar.values():
        phrases += [phrase if isinstance(phrase, str) else phrase[1] for phrase in entry]
    words = {word for phrase in phrases for word in phrase.split(" ")}
    return sorted(word for word in words if not word.isupper())  # capitals are slots


def trained(words: list[str]) -> Tokenizer:
    """Merges until no two tokens of any word can be joined."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=MOST_TOKENS, min_frequency=1, show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())  # fmt: skip
    tokenizer.train_from_iterator(words, trainer)
    return tokenizer


def check(tokenizer: Tokenizer, words: list[str]) -> None:
    ids = {word: tokenizer.encode(f" {word}").ids for word in words}
    assert all(len(tokens) == 1 for tokens in ids.values()), "a word is more than one token"
    assert len({tokens[0] for tokens in ids.values()}) == len(words), "two words are the same token"
    assert all(tokenizer.encode(word).ids == ids[word] for word in words), "the first word is another token"
    anything = "Ça va? 東京 \u0000\u00ff\n\t\U0001f600 " + "".join(map(chr, range(0x20, 0x2FF)))
    assert tokenizer.decode(tokenizer.encode(anything).ids) == f" {anything}", "a text is lost"
    assert tokenizer.get_vocab_size() <= MOST_TOKENS


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_TARGET
    words = grammar_words(json.loads(GRAMMAR.read_text(encoding="utf-8")))
    tokenizer = trained(words)
    check(tokenizer, words)
    target.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(target))
    print(f"{target}: {tokenizer.get_vocab_size()} tokens, of which {len(words)} are words of the grammar")


if __name__ == "__main__":
    main()
