package org.tornadormt.checkpoints.configurations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {
    private static final Path REFERENCE = Path.of("src/test/resources/reference");

    @TempDir
    Path folder;

    @Test
    void readsEveryKindOfOption() {
        ModelConfig config = config("""
                {"model_type": "gpt2", "n_embd": 768, "layer_norm_epsilon": 1e-5, "scale": 2, "tied": true}""");
        assertThat(config.modelType()).isEqualTo("gpt2");
        assertThat(config.integer("n_embd")).isEqualTo(768);
        assertThat(config.number("layer_norm_epsilon")).isEqualTo(1e-5);
        assertThat(config.number("scale")).isEqualTo(2);
        assertThat(config.bool("tied")).isTrue();
    }

    @Test
    void takesTheFallbackForAnAbsentOptionAndForNull() {
        ModelConfig config = config("{\"n_inner\": null}");
        assertThat(config.integerOr(3072, "n_inner")).isEqualTo(3072);
        assertThat(config.numberOr(1e-5, "epsilon")).isEqualTo(1e-5);
        assertThat(config.stringOr("gelu", "activation")).isEqualTo("gelu");
        assertThat(config.boolOr(true, "tied")).isTrue();
    }

    @Test
    void prefersTheValueInTheFileToTheFallback() {
        ModelConfig config = config("{\"i\": 1, \"n\": 0.5, \"s\": \"x\", \"b\": false}");
        assertThat(config.integerOr(2, "i")).isEqualTo(1);
        assertThat(config.numberOr(2, "n")).isEqualTo(0.5);
        assertThat(config.stringOr("y", "s")).isEqualTo("x");
        assertThat(config.boolOr(true, "b")).isFalse();
    }

    @Test
    void findsAnOptionByItsOtherNames() {
        assertThat(config("{\"hidden_size\": 64}").integer("n_embd", "hidden_size")).isEqualTo(64);
        assertThat(config("{\"hidden_size\": 64}").integerOr(1, "n_embd", "hidden_size")).isEqualTo(64);
        assertThat(config("{\"a\": null, \"b\": 2}").integer("a", "b")).isEqualTo(2);
        assertThat(config("{\"a\": 2, \"b\": 2}").integer("a", "b")).isEqualTo(2);
    }

    @Test
    void refusesTwoNamesThatDisagree() {
        assertProblem("{\"a\": 1, \"b\": 2}", config -> config.integer("a", "b"),
                "options \"a\": 1 and \"b\": 2 mean the same and must agree");
    }

    @Test
    void namesAMissingOption() {
        assertProblem("{}", ModelConfig::modelType, "option \"model_type\" is missing; is it");
        assertProblem("{\"a\": null}", config -> config.number("a"), "option \"a\" is missing; is it");
        assertProblem("{}", config -> config.integer("a", "b", "c"), "option \"a\" is missing (also accepted: b, c)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"64\"", "64.5", "64.0", "true", "[64]", "2147483648", "-2147483649", "1e400"})
    void refusesWhatIsNotAWholeNumber(String value) {
        assertProblem("{\"a\": " + value + "}", config -> config.integer("a"),
                "option \"a\" must be a whole number, found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0.5\"", "false", "{}", "1e400"})
    void refusesWhatIsNotANumber(String value) {
        assertProblem("{\"a\": " + value + "}", config -> config.numberOr(1, "a"), "option \"a\" must be a number, ");
    }

    @Test
    void refusesWhatIsNotABooleanOrAText() {
        assertProblem("{\"a\": \"true\"}", config -> config.bool("a"),
                "option \"a\" must be true or false, found \"true\"");
        assertProblem("{\"a\": 1}", config -> config.boolOr(true, "b", "a"), "option \"a\" must be true or false");
        assertProblem("{\"a\": 1}", config -> config.string("a"), "option \"a\" must be a text, found 1");
    }

    @Test
    void refusesAnOptionThatNobodyRead() {
        assertProblem("{\"n_embd\": 1, \"window\": 7}", config -> {
            config.integer("n_embd");
            config.requireAllKnown(Set.of());
        }, "unknown option \"window\": 7; it may change the numbers. Remove it if it does not, or ignore it with "
                + "--ignore-option window");
    }

    @Test
    void listsTheFirstOfManyUnknownOptions() {
        assertProblem("{\"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4, \"e\": 5}", config -> config.requireAllKnown(Set.of()),
                "unknown options \"a\": 1, \"b\": 2, \"c\": 3 and 2 more; ",
                "--ignore-option a --ignore-option b --ignore-option c");
    }

    @Test
    void acceptsOptionsThatWereReadOrAreKnownOrIgnored() {
        ModelConfig config = config("{\"a\": 1, \"b\": 2, \"c\": 3, \"d\": null}", "c");
        config.integerOr(5, "x", "a");
        assertThatCode(() -> config.requireAllKnown(Set.of("b"))).doesNotThrowAnyException();
    }

    @Test
    void lookingWhetherAnOptionIsThereIsNotReadingIt() {
        ModelConfig config = config("{\"a\": 1}");
        assertThat(config.contains("a")).isTrue();
        assertThat(config.contains("b")).isFalse();
        assertRefused(() -> config.requireAllKnown(Set.of()), "unknown option \"a\": 1");
    }

    @Test
    void acceptsWhatTransformers5WritesForEveryModel() {
        ModelConfig config = ModelConfig.read(REFERENCE.resolve("config-of-every-model.json"), Set.of());
        assertThatCode(() -> config.requireAllKnown(Set.of())).doesNotThrowAnyException();
    }

    @Test
    void acceptsWhatTransformers4WritesForEveryModel() {
        ModelConfig config = config("""
                {"_name_or_path": "gpt2", "_attn_implementation_autoset": true, "add_cross_attention": false,
                 "architectures": ["X"], "bad_words_ids": null, "begin_suppress_tokens": null, "bos_token_id": 1,
                 "chunk_size_feed_forward": 0, "cross_attention_hidden_size": null, "decoder_start_token_id": null,
                 "diversity_penalty": 0.0, "do_sample": false, "early_stopping": false,
                 "encoder_no_repeat_ngram_size": 0, "eos_token_id": 2, "exponential_decay_length_penalty": null,
                 "finetuning_task": null, "forced_bos_token_id": null, "forced_eos_token_id": null,
                 "id2label": {"0": "A"}, "is_decoder": false, "is_encoder_decoder": false, "label2id": {"A": 0},
                 "length_penalty": 1.0, "max_length": 20, "min_length": 0, "no_repeat_ngram_size": 0, "num_beams": 1,
                 "num_beam_groups": 1, "num_return_sequences": 1, "output_attentions": false,
                 "output_hidden_states": false, "output_scores": false, "pad_token_id": 0, "prefix": null,
                 "problem_type": null, "pruned_heads": {}, "remove_invalid_values": false, "repetition_penalty": 1.0,
                 "return_dict": true, "return_dict_in_generate": false, "sep_token_id": null, "suppress_tokens": null,
                 "task_specific_params": {"text-generation": {"max_length": 50}}, "temperature": 1.0,
                 "tf_legacy_loss": false, "tie_encoder_decoder": false, "tokenizer_class": null, "top_k": 50,
                 "top_p": 1.0, "torch_dtype": "float16", "torchscript": false, "transformers_version": "4.40.0",
                 "typical_p": 1.0, "use_bfloat16": false, "use_cache": true, "gradient_checkpointing": false,
                 "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "classifier_dropout": null}""");
        assertThatCode(() -> config.requireAllKnown(Set.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"is_decoder\": true", "\"is_encoder_decoder\": true", "\"add_cross_attention\": true",
        "\"pruned_heads\": {\"0\": [1]}", "\"tie_encoder_decoder\": true", "\"_remove_final_layer_norm\": true",
        "\"tie_word_embeddings\": true", "\"quantization_config\": {\"bits\": 4}", "\"auto_map\": {\"A\": \"b\"}",
        "\"per_layer_config\": {\"0\": {}}"})
    void refusesGenericOptionsThatDoChangeTheNumbers(String option) {
        assertProblem("{" + option + "}", config -> config.requireAllKnown(Set.of()), "unknown option " + option
                .replace(": ", ":").replaceFirst(":", ": "));
    }

    @Test
    void refusesAFileThatIsNotAnObject() {
        assertRefused(() -> config("[]"), "config.json: not a JSON object");
        assertRefused(() -> config("{\"a\": 1, \"a\": 2}"), "config.json: not valid JSON (Duplicate field 'a'");
    }

    private void assertProblem(String json, Consumer<ModelConfig> action, String... parts) {
        ModelConfig config = config(json);
        assertRefused(() -> action.accept(config), parts);
        assertRefused(() -> action.accept(config), folder.resolve("config.json") + ": ");
    }

    private ModelConfig config(String json, String... ignored) {
        try {
            return ModelConfig.read(Files.writeString(folder.resolve("config.json"), json), Set.of(ignored));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
