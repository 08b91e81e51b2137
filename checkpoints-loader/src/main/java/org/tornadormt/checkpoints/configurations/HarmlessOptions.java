package org.tornadormt.checkpoints.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The options that Transformers 4 and 5 write for any model ({@code PretrainedConfig.to_dict}, and the settings of
 * generation that version 4 kept there) and that leave the output of a forward pass alone: names, ids, labels, number
 * types, dropout and initialisation, which only matter in training, and how to generate. What a family adds to
 * these is its own business.
 */
final class HarmlessOptions {
    private static final Set<String> ALWAYS = Set.of(
            // Names and bookkeeping.
            "architectures", "finetuning_task", "id2label", "label2id", "model_type", "name_or_path", "num_labels",
            "prefix", "problem_type", "task_specific_params", "tokenizer_class", "transformers_version",
            // What a call returns, how it is computed, and in which number type the weights were stored.
            "attn_implementation", "chunk_size_feed_forward", "dtype", "gradient_checkpointing", "output_attentions",
            "output_hidden_states", "return_dict", "tf_legacy_loss", "torch_dtype", "torchscript", "use_bfloat16",
            "use_cache",
            // Ids of special tokens; the tokenizer or the caller puts them into the input.
            "bos_token_id", "cls_token_id", "decoder_start_token_id", "eos_token_id", "pad_token_id", "sep_token_id",
            // Training only.
            "activation_dropout", "attention_dropout", "attention_probs_dropout_prob", "attn_pdrop",
            "classifier_dropout", "dropout", "embd_pdrop", "hidden_dropout", "hidden_dropout_prob", "init_std",
            "initializer_range", "layerdrop", "resid_pdrop", "summary_first_dropout",
            // Generation.
            "bad_words_ids", "begin_suppress_tokens", "diversity_penalty", "do_sample", "early_stopping",
            "encoder_no_repeat_ngram_size", "exponential_decay_length_penalty", "forced_bos_token_id",
            "forced_eos_token_id", "length_penalty", "max_length", "max_new_tokens", "min_length", "min_new_tokens",
            "no_repeat_ngram_size", "num_beam_groups", "num_beams", "num_return_sequences", "output_scores",
            "remove_invalid_values", "repetition_penalty", "return_dict_in_generate", "suppress_tokens", "temperature",
            "top_k", "top_p", "typical_p");

    /** Generic options too, but harmless only when they are off. */
    private static final Map<String, Predicate<JsonNode>> WHEN_OFF = Map.of(
            "add_cross_attention", HarmlessOptions::isFalse,
            "is_decoder", HarmlessOptions::isFalse,
            "is_encoder_decoder", HarmlessOptions::isFalse,
            "pruned_heads", JsonNode::isEmpty,
            "tie_encoder_decoder", HarmlessOptions::isFalse);

    /** The one private-looking option that changes the numbers: OPT without its final norm. */
    private static final String NOT_PRIVATE = "_remove_final_layer_norm";

    private HarmlessOptions() {}

    /**
     * @param name  an option
     * @param value its value; {@code null} in the file means that it is not set
     * @return whether the numbers are the same without it
     */
    static boolean contain(String name, JsonNode value) {
        if (value.isNull() || ALWAYS.contains(name)) {
            return true;
        }
        if (name.startsWith("_")) {
            return !name.equals(NOT_PRIVATE) || isFalse(value);
        }
        return WHEN_OFF.containsKey(name) && WHEN_OFF.get(name).test(value);
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }
}
