package org.tornadormt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Versions of everything that a result may depend on. */
public final class Versions implements IVersionProvider {

    /** By name: this project, Java, and TornadoVM if this JVM was started with it. */
    public static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("tornadormt", project());
        versions.put("java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        // The SDK brings its API as a module; the one that this project compiles against lies on the class path.
        ModuleLayer.boot().findModule("tornado.api").flatMap(module -> module.getDescriptor().rawVersion())
                .ifPresent(version -> versions.put("tornadovm", version));
        return versions;
    }

    private static String project() {
        Properties properties = new Properties();
        try (InputStream resource = Versions.class.getResourceAsStream("version.properties")) {
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("project");
    }

    @Override
    public String[] getVersion() {
        return all().entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toArray(String[]::new);
    }
}
