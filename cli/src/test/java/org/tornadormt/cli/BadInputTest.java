package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said in one line, with the next step; and nothing is written, not even in part. */
class BadInputTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path out;

    @BeforeEach
    void copyModel() throws IOException {
        model = Fixtures.copy(Fixtures.GPT2, Files.createDirectory(folder.resolve("model")));
        out = Files.createDirectory(folder.resolve("out")).resolve("numbers.safetensors");
    }

    @AfterEach
    void nothingWasWritten() throws IOException {
        try (Stream<Path> files = Files.list(out.getParent())) {
            assertThat(files).isEmpty();
        }
    }

    private RmtRun forward(String ids, Object... more) {
        Object[] args = {"forward", model, "--ids", "-", "--out", out};
        return RmtRun.withInput(ids, Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray());
    }

    private RmtRun read(byte[] text) throws IOException {
        Path file = Files.write(folder.resolve("text.txt"), text);
        return RmtRun.of("read", Fixtures.FACTS, "--input", file, "--memory-out", out);
    }

    @Test
    void aModelFolderThatDoesNotExist() {
        RmtRun.withInput("1", "forward", folder.resolve("nothing"), "--ids", "-", "--out", out)
                .failsWith("nothing does not exist");
    }

    @Test
    void anIdsFileThatDoesNotExist() {
        RmtRun.of("forward", model, "--ids", folder.resolve("no.txt"), "--out", out).failsWith("no.txt",
                "does not exist");
    }

    @Test
    void anInputThatIsAFolder() {
        RmtRun.of("read", Fixtures.FACTS, "--input", folder, "--memory-out", out).failsWith("it is a folder");
    }

    @Test
    void anOutputFolderThatDoesNotExistIsFoundBeforeTheModelIsLoaded() {
        RmtRun.withInput("1", "forward", folder.resolve("nothing"), "--ids", "-", "--out", folder.resolve("no/x"))
                .failsWith("Cannot write", "does not exist; create it first");
    }

    @Test
    void anOutputThatIsAFolderIsFoundBeforeTheModelIsLoaded() {
        RmtRun.withInput("1", "forward", folder.resolve("nothing"), "--ids", "-", "--out", out.getParent())
                .failsWith("Cannot write", "it is a folder");
    }

    @Test
    void anOutputInsideAFileIsFoundBeforeTheModelIsLoaded() {
        RmtRun.withInput("1", "forward", folder.resolve("nothing"), "--ids", "-", "--out",
                model.resolve("config.json/x.safetensors")).failsWith("Cannot write", "is not a folder");
    }

    @Test
    void emptyIds() {
        forward(" \n ").failsWith("standard input has no tokens");
    }

    @Test
    void anEmptyText() throws IOException {
        read(new byte[0]).failsWith("text.txt has no tokens");
    }

    @Test
    void anEmptyPrompt() {
        RmtRun.of("generate", Fixtures.FACTS, "--prompt", "", "--max-new-tokens", 1, "--greedy")
                .failsWith("--prompt has no tokens");
    }

    @Test
    void aBinaryTextNamesTheByte() throws IOException {
        read(new byte[]{'m', 'a', 'r', 'y', 0, 'x'}).failsWith("text.txt: byte 4 is NUL", "binary file");
    }

    @Test
    void aTextThatIsNotUtf8NamesTheByte() throws IOException {
        read(new byte[]{'c', 'a', 'f', (byte) 0xE9, ' ', 'x'}).failsWith("text.txt: byte 3 is not UTF-8", "iconv");
    }

    @Test
    void binaryIdsNameTheByte() {
        forward("12 \0").failsWith("standard input: byte 3 is NUL", "binary file");
    }

    @Test
    void aWordAmongTheIdsIsNamedWithItsLine() {
        forward("1 2\n3 mary 4\n").failsWith("standard input, line 2: \"mary\" is not a token id", "--input");
    }

    @Test
    void aTokenIdOutOfRangeIsNamedWithItsLine() {
        forward("1\n2\n67").failsWith("line 3: token id 67 is not in the vocabulary", "0 to 66");
    }

    @Test
    void aSegmentThatIsTooLongForThePositions() {
        forward("1 2 3", "--segment-size", "1k").failsWith("40", "the largest --segment-size is 34");
    }

    @Test
    void anUnknownDevice() {
        forward("1 2 3", "--device", "gpu").failsWith("no device gpu", "jvm");
    }

    @Test
    void aTornadoVmDeviceWithoutTornadoVm() {
        forward("1 2 3", "--device", "tornado").failsWith("no TornadoVM device", "sdk install");
    }

    @Test
    void aModelTypeThatIsNotKnown() throws IOException {
        Path config = model.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"gpt2\"", "\"gpt5\""));

        forward("1 2 3").failsWith("gpt5", "gpt2, opt, llama");
    }

    @Test
    void aTextForAModelWithoutTokenizer() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "mary");

        RmtRun.of("read", model, "--input", text, "--memory-out", out).failsWith("no tokenizer.json", "--ids");
        RmtRun.withInput("1", "generate", model, "--ids", "-", "--max-new-tokens", 1, "--greedy")
                .failsWith("no tokenizer.json", "--print-ids");
    }

    @Test
    void aTokenizerOfAnotherModel() throws IOException {
        Files.copy(Fixtures.WORDS.resolve("tokenizer.json"), model.resolve("tokenizer.json"));
        // Of its 177 tokens the model knows the first 67 ids: "mary" is one of them, "ship" is not.
        Path text = Files.writeString(folder.resolve("text.txt"), "mary ship");

        RmtRun.of("read", model, "--input", text, "--memory-out", out)
                .failsWith("tokenizer.json makes token id 67", "ends with 66");
    }

    @Test
    void weightsThatAreNotNumbers() throws IOException {
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - Float.BYTES, Float.NaN);
        Files.write(weights, bytes);

        forward("1 2 3").failsWith("NaN", "model.safetensors");
    }

    @Test
    void aCheckpointThatWasCutOff() throws IOException {
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));

        forward("1 2 3").failsWith("model.safetensors");
    }

    @Test
    void aMemoryOfAnotherModel() {
        Path memory = folder.resolve("facts.memory");
        RmtRun.withInput("1 2 3", "read", Fixtures.FACTS, "--ids", "-", "--memory-out", memory).fine();

        RmtRun.withInput("1 2 3", "read", model, "--ids", "-", "--memory", memory, "--memory-out", out)
                .failsWith("this memory was made by another model");
    }

    @Test
    void aMemoryThatIsNone() {
        RmtRun.withInput("1 2 3", "read", model, "--ids", "-", "--memory", model.resolve("model.safetensors"),
                "--memory-out", out).failsWith("holds no memory", "rmt read");
    }

    @Test
    void aFlagThatDoesNotExistIsWrongUsage() {
        forward("1 2 3", "--segment-length", "8").isWrongUsage("--segment-length", "see rmt forward --help");
    }

    @Test
    void aMissingOptionIsWrongUsage() {
        RmtRun.of("read", model, "--memory-out", out).isWrongUsage("--input", "--ids", "see rmt read --help");
    }

    @Test
    void aCommandThatDoesNotExistIsWrongUsage() {
        RmtRun.of("reed", model).isWrongUsage("reed", "did you mean read");
    }

    @Test
    void aNumberThatIsNoneIsWrongUsage() {
        forward("1 2 3", "--segment-size", "big").isWrongUsage("--segment-size", "64k");
    }

    @Test
    void anOutputNeverReplacesAFileOfTheModel(@TempDir Path copy) throws IOException {
        for (String file : new String[]{"config.json", "model.safetensors", "rmt_config.json", "tokenizer.json"}) {
            Files.copy(Fixtures.FACTS.resolve(file), copy.resolve(file));
        }
        Path weights = copy.resolve("model.safetensors");
        byte[] before = Files.readAllBytes(weights);

        RmtRun.withInput("1 2 3", "forward", copy, "--ids", "-", "--out", weights)
                .failsWith("is a file of the model");
        RmtRun.withInput("1 2 3", "read", copy, "--ids", "-", "--memory-out", weights)
                .failsWith("is a file of the model");
        RmtRun.withInput("1 2 3", "perplexity", copy, "--ids", "-", "--json", copy.resolve("config.json"))
                .failsWith("is a file of the model");

        assertThat(Files.readAllBytes(weights)).isEqualTo(before);
        RmtRun.withInput("1 2 3", "forward", copy, "--ids", "-", "--out", copy.resolve("new.safetensors")).fine();
    }

    @Test
    void noThreadsIsWrongUsage() {
        forward("1 2 3", "--threads", 0).isWrongUsage("--threads must be 1 or more");
    }
}
