package org.tornadormt.bench.engine;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * DJL's PyTorch engine on the CPU. A process has one, with one number of threads: opening it again with another number
 * changes that for all who use it.
 */
final class DjlPyTorch {
    private static final String NAME = "PyTorch";
    private static final String OFFLINE = "ai.djl.offline";
    private static final String INTEROP_THREADS = "ai.djl.pytorch.num_interop_threads";
    private static final String WITHOUT_DJL = "leave the DJL engines out";

    private final ai.djl.engine.Engine engine;

    private DjlPyTorch(ai.djl.engine.Engine engine) {
        this.engine = engine;
    }

    /**
     * Loads PyTorch's native library, which DJL unpacks into its cache folder when it is used for the first time.
     *
     * @param threads that an operator may use
     * @throws EngineException if there is no library for this platform, or it cannot be unpacked or loaded
     */
    static DjlPyTorch open(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        // Both are read when DJL's classes are loaded; without the first it asks the network where it runs.
        setUnlessSet(OFFLINE, "true");
        setUnlessSet(INTEROP_THREADS, "1");
        try {
            ai.djl.engine.Engine engine = ai.djl.engine.Engine.getEngine(NAME);
            JniUtils.setNumThreads(threads);
            return new DjlPyTorch(engine);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new EngineException(explain(e), e);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String explain(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause).toList();
        if (isWithoutLibrary()) {
            return "DJL has no PyTorch for %s %s among its libraries here; %s".formatted(System.getProperty("os.name"),
                    System.getProperty("os.arch"), WITHOUT_DJL);
        }
        String reason = firstLine(causes.getLast());
        if (causes.stream().anyMatch(IOException.class::isInstance)) {
            Path folder = Utils.getEngineCacheDir("pytorch");
            return "DJL cannot unpack PyTorch into %s (%s); set ENGINE_CACHE_DIR to a folder with 450 MB free, or %s"
                    .formatted(folder, reason, WITHOUT_DJL);
        }
        return "DJL cannot load PyTorch (%s); %s".formatted(reason, WITHOUT_DJL);
    }

    private static boolean isWithoutLibrary() {
        try {
            return Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") == null
                    && Platform.detectPlatform("pytorch").isPlaceholder();
        } catch (AssertionError _) {
            // DJL does not know the operating system.
            return true;
        }
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
    }

    /** Where arrays live until it is closed. */
    NDManager newManager() {
        return engine.newBaseManager(Device.cpu());
    }

    /** Records operations until it is closed, to go back through them. */
    GradientCollector newGradientCollector() {
        return engine.newGradientCollector();
    }

    /** An empty model, to be loaded from a TorchScript file. */
    Model newModel() {
        return Model.newInstance("rmt", Device.cpu(), NAME);
    }

    /**
     * Versions and threads; DJL does not tell the vector instructions.
     *
     * @param how it is used
     */
    String describe(String how) {
        int threads = JniUtils.getNumThreads();
        return "DJL %s, PyTorch %s, %s, %d %s".formatted(ai.djl.engine.Engine.getDjlVersion(), engine.getVersion(), how,
                threads, threads == 1 ? "thread" : "threads");
    }
}
