package org.tornadormt.model.session;

import java.nio.file.Path;
import java.util.Arrays;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;

/** What {@link NewProcessTest} starts: goes on from a saved state in a process that has done nothing before. */
final class ResumingProcess {

    private ResumingProcess() {}

    /** Arguments: {@code decoder} or {@code encoder}, file to resume from, file to write to, ids of the rest. */
    public static void main(String[] arguments) {
        RmtModel model = model(arguments[0]);
        try (Session session = Session.reading(model, JvmDevice.withThreads(2))) {
            session.restore(MemoryFile.read(Path.of(arguments[1])));
            session.feed(Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray());
            MemoryFile.write(Path.of(arguments[2]), session.state(), session.finalMemory(), model.numMemTokens());
        }
    }

    static RmtModel model(String kind) {
        return kind.equals("encoder") ? RandomModels.encoder(11, 3, 5) : RandomModels.wideDecoder(3, 5);
    }
}
