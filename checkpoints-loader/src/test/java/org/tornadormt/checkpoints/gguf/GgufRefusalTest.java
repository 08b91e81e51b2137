package org.tornadormt.checkpoints.gguf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.DamagedFile.inFile;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that hold something else than a Llama of readable numbers are refused in words. */
class GgufRefusalTest {
    /** Behind magic, version and the number of tensors. */
    private static final int METADATA_COUNT_AT = 16;

    @Test
    void theSoundFileIsReadWithEverySettingAndTensor() {
        inFile(new GgufBytes().file(), path -> {
            try (LlamaGguf file = LlamaGguf.open(path)) {
                assertThat(file.names()).hasSize(11).contains("model.layers.0.self_attn.q_proj.weight");
                assertThat(file.config().path("vocab_size").intValue()).isEqualTo(3);
                assertThat(file.config().path("rms_norm_eps").doubleValue()).isEqualTo(1e-5);
                assertThat(file.config().path("tie_word_embeddings").booleanValue()).isTrue();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"2, Q4_0", "12, Q4_K", "14, Q6_K", "19, IQ1_S", "39, MXFP4", "99, number 99"})
    void otherQuantisationsAreRefusedByName(int type, String name) {
        refused(new GgufBytes().tensor("output.weight", type, 4, 3), "tensor output.weight", name, "F32, F16, Q8_0");
    }

    @Test
    void rowsThatNoBlocksFillAreRefused() {
        refused(new GgufBytes().tensor("output.weight", 8, 4, 3), "output.weight has shape [3, 4]", "Q8_0");
    }

    @Test
    void anotherArchitectureIsRefused() {
        refused(new GgufBytes().set("general.architecture", "gpt2"), "general.architecture is gpt2");
    }

    @Test
    void settingsThatMayChangeTheNumbersAreRefused() {
        refused(new GgufBytes().set("llama.attention.clamp_kqv", 8f), "llama.attention.clamp_kqv = 8.0");
        refused(new GgufBytes().set("llama.expert_count", 8), "llama.expert_count is 8");
        refused(new GgufBytes().set("llama.rope.scaling.type", "yarn"), "llama.rope.scaling.type yarn");
        refused(new GgufBytes().set("llama.rope.dimension_count", 1), "llama.rope.dimension_count is 1");
        refused(new GgufBytes().set("llama.attention.head_count", 4), "heads of 1 values");
        refused(new GgufBytes().without("llama.block_count"), "no setting llama.block_count");
        refused(new GgufBytes().set("llama.block_count", "one"), "llama.block_count is one");
    }

    @Test
    void factorsOfRotaryPositionsAreRefused() {
        refused(new GgufBytes().tensor("rope_freqs.weight", 0, 1), "rope_freqs.weight", "safetensors");
    }

    @Test
    void aLeftOverTensorKeepsItsNameAndSoIsRefusedByTheModel() {
        inFile(new GgufBytes().tensor("blk.0.attn_q_norm.weight", 0, 2).file(), path -> {
            try (LlamaGguf file = LlamaGguf.open(path)) {
                assertThat(file.names()).contains("blk.0.attn_q_norm.weight");
            }
        });
    }

    @Test
    void absurdCountsAreRefusedAndNotAllocated() {
        for (long count : new long[]{Long.MAX_VALUE, -1, 1L << 40}) {
            byte[] file = new GgufBytes().file();
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(METADATA_COUNT_AT, count);
            inFile(file, path -> assertRefused(() -> GgufFile.open(path), "settings follow"));
        }
    }

    @Test
    void sizesOfMoreThan63BitsAreRefused() {
        String last = "ffn_norm.weight";
        byte[] file = new GgufBytes().file();
        int shape = new String(file, ISO_8859_1).indexOf(last) + last.length() + Integer.BYTES;
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(shape, Long.MAX_VALUE);
        inFile(file,
                path -> assertRefused(() -> GgufFile.open(path), "ffn_norm.weight has shape [9223372036854775807]"));
    }

    @Test
    void aFolderAndAnEmptyFileAreRefused(@TempDir Path folder) {
        assertRefused(() -> GgufFile.open(folder), "it is a folder");
        inFile(new byte[0], path -> assertRefused(() -> GgufFile.open(path), "ends within its header"));
        inFile("PK and more than four bytes".getBytes(US_ASCII), path -> assertRefused(() -> GgufFile.open(path),
                "another kind"));
    }

    private static void refused(GgufBytes bytes, String... parts) {
        inFile(bytes.file(), path -> assertRefused(() -> LlamaGguf.open(path).close(), parts));
    }
}
