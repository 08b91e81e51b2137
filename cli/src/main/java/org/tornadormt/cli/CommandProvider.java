package org.tornadormt.cli;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Adds commands to {@code rmt}. A jar on the class path names its provider as a service of {@link
 * java.util.ServiceLoader}; so a command with heavy libraries is a module of its own, which nobody loads who does not
 * use it.
 */
public interface CommandProvider {

    /**
     * Makes the commands.
     *
     * @param terminal where they read and write
     * @return objects that picocli takes as commands, each of which returns its exit code
     */
    List<Callable<Integer>> commands(Terminal terminal);
}
