package org.tornadormt.model.task.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tornadormt.model.task.Task;

class TaskCatalogueTest {
    private final Map<String, Integer> ids = new HashMap<>();
    /** A vocabulary that has every word. */
    private final TaskWords words = new TaskWords(word -> ids.computeIfAbsent(word, _ -> ids.size()), true,
            Optional.empty());

    @ParameterizedTest
    @EnumSource
    void aTaskGoesByTheNameThatItWasChosenBy(TaskCatalogue entry) {
        Task task = TaskCatalogue.named(entry.taskName()).task(words);

        assertThat(task.name()).isEqualTo(entry.taskName());
        assertThat(ids.isEmpty()).isEqualTo(!entry.inWords());
        assertThat(task.vocabularySize()).isPositive();
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThereAre() {
        assertThatThrownBy(() -> TaskCatalogue.named("memorise")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no task memorise; there are " + String.join(", ", TaskCatalogue.names()));
        assertThat(TaskCatalogue.named("COPY")).isEqualTo(TaskCatalogue.COPY);
    }
}
