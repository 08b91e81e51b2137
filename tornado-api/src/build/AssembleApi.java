import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Copies TornadoVM's API classes out of the jar that carries them. Run by the build of this module.
 *
 * <p>Arguments: the folder that holds the jar, the beginning of the jar's name, the folder for the classes.
 *
 * <p>Some published API classes carry the preview mark of JDK 21 (class-file minor version 0xFFFF), because the
 * foreign-memory API that they use was a preview there. It is final since JDK 22 and the classes run unchanged, but a
 * newer JDK refuses the mark; so it is cleared.
 */
public final class AssembleApi {

    private static final String API = "uk/ac/manchester/tornado/api/";

    public static void main(String[] args) throws IOException {
        Path jar = newestJar(Path.of(args[0]), args[1]);
        Path classes = Path.of(args[2]);
        Path stamp = classes.resolveSibling("assembled-from.txt");
        String source = jar.toAbsolutePath() + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar);
        if (Files.isDirectory(classes) && Files.exists(stamp) && Files.readString(stamp).equals(source)) {
            return;
        }
        delete(classes);
        int copied = copyApi(jar, classes);
        if (copied == 0) {
            throw new IOException("no class of " + API + " in " + jar + ": choose another TornadoVM version or SDK");
        }
        Files.writeString(stamp, source);
        System.out.println("TornadoVM API: " + copied + " classes from " + jar.getFileName());
    }

    private static Path newestJar(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, prefix + "-[0-9]*.jar")) {
            Path newest = null;
            for (Path jar : jars) {
                if (newest == null
                        || Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(newest)) > 0) {
                    newest = jar;
                }
            }
            if (newest == null) {
                throw new IOException("no " + prefix + "-*.jar in " + folder
                        + ": point TORNADOVM_HOME at a TornadoVM SDK or unset it");
            }
            return newest;
        }
    }

    private static int copyApi(Path jar, Path classes) throws IOException {
        int copied = 0;
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements();) {
                JarEntry entry = entries.nextElement();
                Path target = classes.resolve(entry.getName()).normalize();
                if (!entry.getName().startsWith(API) || !entry.getName().endsWith(".class")
                        || !target.startsWith(classes)) {
                    continue;
                }
                byte[] bytes;
                try (InputStream in = file.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                bytes[4] = 0; // the minor version of the class file
                bytes[5] = 0;
                Files.createDirectories(target.getParent());
                Files.write(target, bytes);
                copied++;
            }
        }
        return copied;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
