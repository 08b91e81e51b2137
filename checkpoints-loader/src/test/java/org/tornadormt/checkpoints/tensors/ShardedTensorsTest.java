package org.tornadormt.checkpoints.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedTensorsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeShards() {
        writeShard("one.safetensors", "a", "b");
        writeShard("two.safetensors", "c");
    }

    @Test
    void findsEachTensorInItsShard() {
        Path index = index("{\"metadata\":{\"total_size\":12},\"weight_map\":{\"a\":\"one.safetensors\","
                + "\"b\":\"one.safetensors\",\"c\":\"two.safetensors\"}}");
        var opened = ShardedTensors.open(index, SafetensorsFile::open);
        Tensor c = opened.tensor("c");
        assertThat(opened.names()).containsExactly("a", "b", "c");
        assertThat(c.floatAt(0)).isEqualTo('c');
        assertThat(c.source()).endsWith("two.safetensors");
        assertRefused(() -> opened.tensor("d"), index + ": tensor d is missing");
        opened.close();
        assertThatThrownBy(() -> c.floatAt(0)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../one.safetensors", "sub/one.safetensors", "/etc/passwd", "..", ".", "", "a\\\\b",
        "c:one.safetensors", "a\\u0000b"})
    void refusesShardsOutsideTheFolder(String name) {
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"" + name + "\"}}"), "is not a plain file name");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void followsLinksOutOfTheFolderAsInTheCacheOfHuggingFace() throws IOException {
        Path blobs = Files.createDirectory(folder.resolve("blobs"));
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/1a2b"));
        Files.move(folder.resolve("one.safetensors"), blobs.resolve("3c4d"));
        Files.writeString(blobs.resolve("5e6f"),
                "{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\"}}");
        Files.createSymbolicLink(snapshot.resolve("one.safetensors"), Path.of("../../blobs/3c4d"));
        Path index = Files.createSymbolicLink(snapshot.resolve("model.safetensors.index.json"),
                Path.of("../../blobs/5e6f"));
        try (var opened = ShardedTensors.open(index, SafetensorsFile::open)) {
            assertThat(opened.tensor("b").floatAt(0)).isEqualTo('b');
        }
    }

    @Test
    void refusesAShardThatIsAFolder() throws IOException {
        Files.delete(folder.resolve("one.safetensors"));
        Files.createDirectory(folder.resolve("one.safetensors"));
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"one.safetensors\"}}"), "one.safetensors: it is a folder");
    }

    @Test
    void refusesATensorThatIsNamedTwice() {
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"one.safetensors\",\"a\":\"two.safetensors\"}}"),
                "index.json: not valid JSON (Duplicate field 'a'");
    }

    @Test
    void refusesAMissingShard() {
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"three.safetensors\"}}"), "three.safetensors, which does not "
                + "exist; was the download complete?");
    }

    @Test
    void refusesATensorThatItsShardLacks() {
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\","
                + "\"d\":\"two.safetensors\"}}"), "two.safetensors: tensor d is missing, though ", "index.json says");
    }

    @Test
    void refusesATensorThatTheIndexDoesNotName() {
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"one.safetensors\"}}"), "one.safetensors: tensor b is not "
                + "listed for this file in ");
    }

    @Test
    void refusesATensorThatIsInTwoShards() {
        writeShard("two.safetensors", "b", "c");
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\","
                + "\"c\":\"two.safetensors\"}}"), "two.safetensors: tensor b is not listed for this file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"weight_map\":{}}", "{\"weight_map\":[]}", "{\"weight_map\":null}"})
    void refusesAnIndexWithoutAMap(String index) {
        assertRefused(() -> open(index), "must have a non-empty object \"weight_map\"");
    }

    @Test
    void refusesAShardNameThatIsNotText() {
        assertRefused(() -> open("{\"weight_map\":{\"a\":1}}"), "tensor a must have the name of a file, found 1");
    }

    @Test
    void refusesADamagedShardByItsName() throws IOException {
        Files.write(folder.resolve("two.safetensors"), new byte[3]);
        assertRefused(() -> open("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\","
                + "\"c\":\"two.safetensors\"}}"), "two.safetensors: 3 bytes are too few");
    }

    private void open(String index) {
        ShardedTensors.open(index(index), SafetensorsFile::open).close();
    }

    private Path index(String content) {
        try {
            return Files.writeString(folder.resolve("model.safetensors.index.json"), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void writeShard(String file, String... names) {
        List<Tensor> tensors = Stream.of(names).map(name -> Tensor.ofFloats(name, List.of(), name.charAt(0))).toList();
        SafetensorsWriter.write(folder.resolve(file), tensors, Map.of());
    }
}
