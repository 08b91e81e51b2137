package org.tornadormt.model.task;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * A sentence of filler with slots; in JSON {@code [10, "the ADJ NOUN was ADJ ."]}.
 *
 * @param weight how often it is drawn, relative to the weights of the other templates; at least 1
 * @param text words separated by one space; a word in capitals is a slot, every other word stands for itself
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"weight", "text"})
public record FillerTemplate(int weight, String text) {

    /** Slots and fixed words in order. */
    List<String> parts() {
        return List.of(text.split(" "));
    }

    /** The phrases that may stand at a part: those of its slot, or the fixed word itself. */
    static List<String> choices(String part, Grammar grammar) {
        return Slot.named(part).map(slot -> slot.phrases(grammar)).orElse(List.of(part));
    }
}
