package org.tornadormt.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RowTableTest {
    private static final int PADDING = -1073741824;

    @Test
    void newRowsArePadding() {
        assertThat(new RowTable(2).values().toHeapArray()).containsExactly(PADDING, 0, 0, 0, PADDING, 0, 0, 0);
    }

    @Test
    void aTokenRowHoldsItsIdPositionSlotAndSight() {
        RowTable table = new RowTable(3);

        table.token(1, 50256, 7, 11, 12);

        assertThat(table.values().toHeapArray()).containsExactly(PADDING, 0, 0, 0, 50256, 7, 11, 12, PADDING, 0, 0, 0);
    }

    @Test
    void aMemoryRowHoldsItsSlotAsANegativeNumber() {
        RowTable table = new RowTable(2);

        table.memory(0, 0, 1, 2, 3);
        table.memory(1, 9, 4, 5, 6);

        assertThat(table.values().toHeapArray()).containsExactly(-1, 1, 2, 3, -10, 4, 5, 6);
    }

    @Test
    void aRowThatReadsAnotherTakesItsPositionAndItsSight() {
        RowTable table = new RowTable(2);
        table.token(1, 50256, 7, 11, 12);
        RowTable readers = new RowTable(1);

        readers.reads(0, table, 1);

        assertThat(readers.values().toHeapArray()).containsExactly(1, 7, 0, 12);
    }

    @Test
    void clearingMakesEveryRowPaddingAgain() {
        RowTable table = new RowTable(2);
        table.token(0, 1, 2, 3, 4);
        table.memory(1, 1, 2, 3, 4);

        table.clear();

        assertThat(table.values().toHeapArray()).isEqualTo(new RowTable(2).values().toHeapArray());
    }

    @Test
    void theTableStaysTheSameArrayThatLaunchesWereRecordedWith() {
        RowTable table = new RowTable(1);
        var recorded = table.values();

        table.token(0, 5, 0, 0, 1);
        table.clear();

        assertThat(table.values()).isSameAs(recorded);
    }
}
