package org.tornadormt.model.task;

/** A task that can begin easy: what is not learned from hard texts alone may be learned from texts that get harder. */
public interface GradedTask extends Task {

    /**
     * The same task at another difficulty. As it is chosen by its name, it has the full one, 1.
     *
     * @param difficulty from 0 to 1
     * @throws IllegalArgumentException if it is neither, nor between them
     */
    Task at(double difficulty);
}
