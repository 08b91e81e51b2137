package org.tornadormt.kernels.program;

/**
 * How many work-items run a kernel, and in groups of which size. Items that make up the last groups have nothing to do:
 * kernels have to ask whether they are one of those.
 *
 * @param itemsX work-items in the first dimension, a multiple of {@code groupX}
 * @param itemsY work-items in the second dimension, a multiple of {@code groupY}
 * @param groupX size of a group in the first dimension
 * @param groupY size of a group in the second dimension
 */
public record WorkGrid(int itemsX, int itemsY, int groupX, int groupY) {

    /** Checks that groups are whole: a device may ignore a launch with others without a word. */
    public WorkGrid {
        if (itemsX % groupX != 0 || itemsY % groupY != 0) {
            throw new IllegalArgumentException("%d x %d work-items are no whole groups of %d x %d".formatted(itemsX,
                    itemsY, groupX, groupY));
        }
    }

    /** At least so many work-items in each dimension, in whole groups. */
    public static WorkGrid covering(int itemsX, int itemsY, int groupX, int groupY) {
        return new WorkGrid(Math.ceilDiv(itemsX, groupX) * groupX, Math.ceilDiv(itemsY, groupY) * groupY, groupX,
                groupY);
    }

    /** So many groups in each dimension. */
    public static WorkGrid ofGroups(int groupsX, int groupsY, int groupX, int groupY) {
        return new WorkGrid(groupsX * groupX, groupsY * groupY, groupX, groupY);
    }

    /** Work-items of one group. */
    public int groupItems() {
        return groupX * groupY;
    }
}
