package org.tornadormt.checkpoints.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

class RmtCheckpointTest {
    private static final String WORDS = "bert.embeddings.word_embeddings.weight";

    @Test
    void readsAPlainCheckpointAsItIs() {
        RmtCheckpoint plain = RmtCheckpoint.of(named("transformer.wte.weight", "lm_head.weight"));
        assertThat(plain.variant()).isEqualTo(RmtVariant.PLAIN);
        assertThat(plain.memory()).isEmpty();
        assertThat(plain.backbone().names()).containsExactly("lm_head.weight", "transformer.wte.weight");
        assertThat(plain.unusedNames(Set.of("lm_head.weight"))).containsExactly("transformer.wte.weight");
    }

    @Test
    void findsMemoryAndBackboneOfADecoder() {
        RmtCheckpoint decoder = RmtCheckpoint.of(new TensorsInMemory(
                Tensor.ofFloats("memory_cell.memory", List.of(2L, 3L), 1, 2, 3, 4, 5, 6),
                Tensor.ofFloats("memory_cell.model.transformer.wte.weight", List.of(), 7),
                Tensor.ofFloats("memory_cell.model.lm_head.weight", List.of(), 8)));
        assertThat(decoder.variant()).isEqualTo(RmtVariant.MEMORY_CELL);
        assertThat(decoder.memory().orElseThrow().toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(decoder.backbone().names()).containsExactly("lm_head.weight", "transformer.wte.weight");
        assertThat(decoder.backbone().tensor("transformer.wte.weight").floatAt(0)).isEqualTo(7);
        assertThat(decoder.backbone().tensor("transformer.wte.weight").name()).isEqualTo("transformer.wte.weight");
        assertThat(decoder.unusedNames(Set.of("lm_head.weight")))
                .containsExactly("memory_cell.model.transformer.wte.weight");
        assertThat(decoder.specialToken("eos_token")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transformer.h.0.ln_1.bias", "model.layers.0.mlp.up_proj.weight",
        "model.decoder.embed_tokens.weight"})
    void findsMemoryBackboneAndSpecialTokensOfADecoderOlderThanMemoryCell(String weight) {
        RmtCheckpoint decoder = RmtCheckpoint.of(new TensorsInMemory(
                Tensor.ofFloats("memory", List.of(2L, 3L), 1, 2, 3, 4, 5, 6),
                Tensor.ofFloats("model." + weight, List.of(), 7), Tensor.ofFloats("model.lm_head.weight", List.of(), 8),
                Tensor.ofLongs("eos_token", List.of(1L), 50256), Tensor.ofFloats("extra", List.of(), 9)));
        assertThat(decoder.variant()).isEqualTo(RmtVariant.DECODER_LM_HEAD);
        assertThat(decoder.memory().orElseThrow().toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(decoder.storedMemory()).contains("memory");
        assertThat(decoder.backbone().names()).containsExactlyInAnyOrder("lm_head.weight", weight);
        assertThat(decoder.backbone().tensor(weight).floatAt(0)).isEqualTo(7);
        assertThat(decoder.storedName(weight)).isEqualTo("model." + weight);
        assertThat(decoder.specialToken("eos_token")).hasValue(50256);
        assertThat(decoder.specialToken("bos_token")).isEmpty();
        assertThat(decoder.unusedNames(Set.of("lm_head.weight"))).containsExactly("extra", "model." + weight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.layers.0.mlp.up_proj.weight", "model.decoder.embed_tokens.weight"})
    void takesNamesUnderModelWithoutAMemoryForAPlainCheckpoint(String weight) {
        RmtCheckpoint plain = RmtCheckpoint.of(named(weight, "lm_head.weight"));
        assertThat(plain.variant()).isEqualTo(RmtVariant.PLAIN);
        assertThat(plain.storedMemory()).isEmpty();
        assertThat(plain.backbone().names()).containsExactly("lm_head.weight", weight);
    }

    @Test
    void refusesAMemoryOfAnotherShapeInADecoderOlderThanMemoryCell() {
        assertRefused(() -> RmtCheckpoint.of(named("memory", "model.lm_head.weight")),
                "test: tensor memory has shape [], expected [num_mem_tokens, hidden size]");
    }

    @Test
    void reportsStrayTensorsOfADecoderAsUnused() {
        RmtCheckpoint decoder = RmtCheckpoint.of(new TensorsInMemory(
                Tensor.ofFloats("memory_cell.memory", List.of(0L, 3L)),
                Tensor.ofFloats("memory_cell.gate", List.of(), 1), Tensor.ofFloats("extra", List.of(), 1)));
        assertThat(decoder.unusedNames(Set.of())).containsExactly("extra", "memory_cell.gate");
    }

    @Test
    void refusesADecoderWithoutMemoryOrWithAMemoryOfAnotherShape() {
        assertRefused(() -> RmtCheckpoint.of(named("memory_cell.model.lm_head.weight")),
                "test: tensor memory_cell.memory is missing");
        assertRefused(() -> RmtCheckpoint.of(named("memory_cell.memory")),
                "tensor memory_cell.memory has shape [], expected [num_mem_tokens, hidden size]");
    }

    @Test
    void namesATensorThatTheBackboneLacks() {
        TensorSource backbone = RmtCheckpoint.of(named("wte.weight")).backbone();
        assertRefused(() -> backbone.tensor("wpe.weight"),
                "test: tensor wpe.weight is missing; close names: wte.weight");
    }

    @Test
    void findsMemoryAndBackboneOfAnEncoder() {
        RmtCheckpoint encoder = RmtCheckpoint.of(encoder(embeddings("model." + WORDS), memTokenIds(3, 4),
                embeddings("model.embeddings.weight"), Tensor.ofLongs("cls_token", List.of(1L), 101),
                Tensor.ofLongs("sep_token", List.of(), 102)));
        assertThat(encoder.variant()).isEqualTo(RmtVariant.ENCODER);
        assertThat(encoder.memory().orElseThrow().shape()).containsExactly(2L, 2L);
        assertThat(encoder.memory().orElseThrow().toFloats()).containsExactly(6, 7, 8, 9);
        assertThat(encoder.backbone().names()).containsExactly("bert.embeddings.LayerNorm.bias", WORDS);
        assertThat(encoder.backbone().tensor(WORDS).shape()).containsExactly(5L, 2L);
        assertThat(encoder.specialToken("cls_token")).hasValue(101);
        assertThat(encoder.specialToken("sep_token")).hasValue(102);
        assertThat(encoder.specialToken("bos_token")).isEmpty();
        assertThat(encoder.specialToken("mem_token_ids")).isEmpty();
        assertThat(encoder.unusedNames(Set.of(WORDS))).containsExactly("model.bert.embeddings.LayerNorm.bias");
    }

    @Test
    void takesTheAliasOfTheWordEmbeddingsWhereSavingKeptOnlyThat() {
        RmtCheckpoint encoder = RmtCheckpoint.of(encoder(embeddings("model.embeddings.weight"), memTokenIds(4)));
        assertThat(encoder.backbone().tensor(WORDS).shape()).containsExactly(5L, 2L);
        assertThat(encoder.memory().orElseThrow().toFloats()).containsExactly(8, 9);
        assertThat(encoder.unusedNames(Set.of(WORDS, "bert.embeddings.LayerNorm.bias"))).isEmpty();
    }

    @Test
    void refusesMemoryIdsThatAreNotTheLastRows() {
        assertRefused(() -> RmtCheckpoint.of(encoder(embeddings("model." + WORDS), memTokenIds(2, 3))),
                "test: mem_token_ids[0] is 2, expected 3: the memory must be the last rows of " + WORDS);
    }

    @Test
    void refusesMoreMemoryIdsThanRows() {
        assertRefused(() -> RmtCheckpoint.of(encoder(embeddings("model." + WORDS), memTokenIds(0, 1, 2, 3, 4, 5))),
                "has shape [5, 2], expected [vocabulary + 6 memory rows, hidden]");
    }

    @Test
    void refusesMemoryIdsThatAreNotAListOfIntegers() {
        assertRefused(() -> RmtCheckpoint.of(encoder(embeddings("model." + WORDS),
                Tensor.ofLongs("mem_token_ids", List.of(1L, 1L), 4))), "mem_token_ids has shape [1, 1], expected [1]");
        assertRefused(() -> RmtCheckpoint.of(encoder(embeddings("model." + WORDS),
                Tensor.ofFloats("mem_token_ids", List.of(1L), 4))), "mem_token_ids holds floating-point numbers");
    }

    @Test
    void refusesAnEncoderWithoutWordEmbeddings() {
        assertRefused(() -> RmtCheckpoint.of(encoder(memTokenIds(4))), "tensor " + WORDS + " is missing");
        assertRefused(() -> RmtCheckpoint.of(new TensorsInMemory(memTokenIds(4))), "tensor model." + WORDS);
    }

    @Test
    void refusesASpecialTokenThatIsNotOneNumber() {
        RmtCheckpoint encoder = RmtCheckpoint.of(encoder(embeddings("model." + WORDS), memTokenIds(4),
                Tensor.ofLongs("cls_token", List.of(2L), 1, 2)));
        assertRefused(() -> encoder.specialToken("cls_token"), "tensor cls_token has shape [2], expected [1]");
    }

    @Test
    void tellsTheWrapperThatNumbersItsPositionsDifferentlyFromTheCellThatItHolds() {
        RmtCheckpoint wrapped = RmtCheckpoint.of(new TensorsInMemory(
                Tensor.ofFloats("recurrent_wrapper.memory_cell.memory", List.of(1L, 2L), 1, 2),
                Tensor.ofFloats("recurrent_wrapper.memory_cell.model.transformer.ln_f.bias", List.of(2L), 3, 4)));
        assertThat(wrapped.variant()).isEqualTo(RmtVariant.RECURRENT_WRAPPER);
        assertThat(wrapped.backbone().names()).containsExactly("transformer.ln_f.bias");
        assertThat(wrapped.memory().orElseThrow().toFloats()).containsExactly(1, 2);
        assertThat(wrapped.unusedNames(wrapped.backbone().names())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            recurrent_wrapper.gate.weight | KotShinZ
            memory_cell.model.base_model.model.x.lora_A.default.weight | merge_and_unload
            base_model.model.layers.0.self_attn.q_proj.lora_B.weight | merge_and_unload
            model.h.0.q_proj.lora_magnitude_vector.default.weight | DoRA
            model.wte.lora_embedding_A.default | LoRA adapters of embeddings
            memory_cell.model.transformer.h.0.W_mq.weight | ARMT
            memory_cell.model.model.layers.0.W_mb.bias | ARMT
            memory_cell.model.transformer.h.3.memory | PRMT
            q_proj.weight | RMT-R
            ln_kv.bias | RMT-R
            embed_summary.weight | AutoCompressors
            read_memory_emb | recurrent-memory-transformer-pytorch
            mem_tokens | LM-RMT
            memory_attention_self_query_weight | MemoryLayers
            3_memory_attention_self_query_weight | MemoryLayers
            """)
    void refusesEveryRelativeByItsName(String tensor, String relative) {
        assertRefused(() -> RmtCheckpoint.of(named("memory_cell.memory", "model.transformer.wte.weight", tensor)),
                "test: this is ", relative, "(tensor " + tensor + ")", "not supported");
    }

    private static TensorSource encoder(Tensor... tensors) {
        return new TensorsInMemory(Stream.concat(Stream.of(tensors), Stream.of(
                Tensor.ofFloats("model.bert.embeddings.LayerNorm.bias", List.of(), 1))).toArray(Tensor[]::new));
    }

    /** Five rows of two, numbered from 0. */
    private static Tensor embeddings(String name) {
        return Tensor.ofFloats(name, List.of(5L, 2L), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    private static Tensor memTokenIds(long... ids) {
        return Tensor.ofLongs("mem_token_ids", List.of((long) ids.length), ids);
    }

    private static TensorSource named(String... names) {
        return new TensorsInMemory(Stream.of(names).map(name -> Tensor.ofFloats(name, List.of(), 1))
                .toArray(Tensor[]::new));
    }
}
