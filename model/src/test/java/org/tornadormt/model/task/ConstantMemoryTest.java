package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConstantMemoryTest {
    private static final int SEGMENT_SIZE = 1_000;
    private final FactTasks tasks = new FactTasks(Grammar.standard(), new FactsTokenizer()::id, true)
            .withWildTokens(new WildTokens(5, 177));

    @Test
    void aSampleOfTwoBillionTokensKeepsNoMoreThanASentenceHoweverMuchIsRead() throws ReflectiveOperationException {
        var sample = tasks.sample(FactTask.DETECT, 2_000_000, SEGMENT_SIZE, 0);
        sample.nextSegment();
        Map<Object, Integer> before = arraysKeptBy(sample);
        for (int i = 0; i < 1_000; i++) {
            sample.nextSegment();
        }

        Map<Object, Integer> after = arraysKeptBy(sample);

        assertThat(after.keySet()).as("the same arrays, no new ones").isEqualTo(before.keySet());
        // 624 words are the state of WELL19937c; sentences and phrases are shorter.
        assertThat(after.values()).allMatch(length -> length <= 624).contains(624);
        assertThat(after.values()).noneMatch(length -> length == SEGMENT_SIZE);
    }

    /** Every array that an object reaches through fields of this project and of Commons Math, and its length. */
    private static Map<Object, Integer> arraysKeptBy(Object root) throws ReflectiveOperationException {
        var lengths = new IdentityHashMap<Object, Integer>();
        var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        var open = new ArrayDeque<Object>();
        open.add(root);
        while (!open.isEmpty()) {
            var object = open.remove();
            if (!seen.add(object) || object instanceof String) {
                continue;
            }
            if (object.getClass().isArray()) {
                lengths.put(object, Array.getLength(object));
                if (object instanceof Object[] elements) {
                    Collections.addAll(open, elements);
                }
                continue;
            }
            if (object instanceof Optional<?> optional) {
                optional.ifPresent(open::add);
                continue;
            }
            assertThat(object.getClass()).as("a type that this test can look into").matches(type -> isWalked(type));
            for (Class<?> type = object.getClass(); isWalked(type); type = type.getSuperclass()) {
                for (var field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        open.add(field.get(object));
                    }
                }
            }
        }
        return lengths;
    }

    private static boolean isWalked(Class<?> type) {
        return type.getName().startsWith("org.tornadormt.") || type.getName().startsWith("org.apache.commons.math3.");
    }
}
