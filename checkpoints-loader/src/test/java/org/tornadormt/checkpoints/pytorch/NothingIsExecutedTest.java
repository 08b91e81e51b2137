package org.tornadormt.checkpoints.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The reader of pickles has no way to find a class or a method by its name, whatever a file says. */
class NothingIsExecutedTest {
    @Test
    void noClassOfThePackageUsesReflectionSerialisationOrProcesses() throws IOException, URISyntaxException {
        Path folder = Path.of(PyTorchFile.class.getResource("PyTorchFile.class").toURI()).getParent();
        var used = new ArrayList<String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".class")).toList()) {
                used.addAll(references(file));
            }
        }
        // What must be found if the search works at all.
        assertThat(used).contains("java/util/zip/CRC32", "java/nio/channels/FileChannel.map");
        assertThat(used).noneMatch(name -> name.matches("java/lang/(reflect/.*|invoke/MethodHandles\\.(?!lookup).*"
                + "|Class\\.(forName|getMethod|getDeclared).*|ClassLoader.*|Process.*|Runtime\\..*)"
                + "|java/io/Object.*|javax?/script.*|java/net/.*"));
    }

    private static List<String> references(Path file) throws IOException {
        return StreamSupport.stream(ClassFile.of().parse(file).constantPool().spliterator(), false)
                .flatMap(entry -> switch (entry) {
                    case ClassEntry type -> Stream.of(type.asInternalName());
                    case MemberRefEntry member -> Stream
                            .of(member.owner().asInternalName() + "." + member.name().stringValue());
                    default -> Stream.empty();
                }).toList();
    }
}
