package org.tornadormt.bench.compare;

import java.util.List;
import java.util.concurrent.Callable;
import org.tornadormt.cli.CommandProvider;
import org.tornadormt.cli.Terminal;

/** Adds {@code rmt bench}. */
public final class BenchCommands implements CommandProvider {

    @Override
    public List<Callable<Integer>> commands(Terminal terminal) {
        return List.of(new BenchCommand(terminal));
    }
}
