package org.tornadormt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.model.training.NewModel;

/** Checkpoints of the repository, and what PyTorch computes from them (see tools/reference). */
final class Fixtures {
    private static final Path ROOT = Path.of("..", "model", "src", "test", "resources", "fixtures");

    static final Path GPT2 = ROOT.resolve("gpt2-rmt");
    static final Path GPT2_PLAIN = ROOT.resolve("gpt2-plain");
    static final Path BERT = ROOT.resolve("bert-rmt");
    /** The bundled model, whose tokenizer is of bytes and the tasks' words; what it is otherwise, its folder says. */
    static final Path FACTS = Path.of("..", "models", "facts");
    /** A configuration with a tokenizer of the tasks' words, which knows no other word. */
    static final Path WORDS = FACTS.resolveSibling("facts-words");

    private Fixtures() {}

    /** Segment size of the bundled model. */
    static int segmentSize() {
        return RmtConfig.read(FACTS.resolve(RmtConfig.FILE_NAME)).segmentSize();
    }

    /** A model of random weights from the files of a configuration. */
    static Path random(Path configuration, Path into) {
        new NewModel(configuration.resolve("config.json"), Optional.of(configuration.resolve("tokenizer.json")),
                RmtConfig.read(configuration.resolve(RmtConfig.FILE_NAME)), Set.of()).write(into, 1);
        return into;
    }

    /** Cases of a folder that are of one kind and no batch. */
    static Stream<JsonNode> cases(Path folder, String kind) {
        try {
            JsonNode cases = new ObjectMapper().readTree(folder.resolve("cases.json").toFile()).get("cases");
            return StreamSupport.stream(cases.spliterator(), false)
                    .filter(node -> node.get("kind").textValue().equals(kind) && node.has("ids"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The case of that name. */
    static JsonNode forward(Path folder, String name) {
        return cases(folder, "forward").filter(node -> node.get("name").textValue().equals(name)).findFirst()
                .orElseThrow();
    }

    /** What PyTorch has for a tensor of a case, if it wrote it. */
    static Optional<float[]> expected(Path folder, JsonNode node, String tensor) {
        String name = node.get("name").textValue() + "/" + tensor;
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
            return file.contains(name) ? Optional.of(file.tensor(name)).map(Tensor::toFloats) : Optional.empty();
        }
    }

    /** Numbers of a JSON array with spaces between them. */
    static String words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(" "));
    }

    /** Copies the files of a checkpoint. */
    static Path copy(Path folder, Path into) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, into.resolve(file.getFileName()));
            }
        }
        return into;
    }
}
