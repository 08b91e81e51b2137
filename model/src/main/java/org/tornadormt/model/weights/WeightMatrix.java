package org.tornadormt.model.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.vector.VectorForms;
import org.tornadormt.model.ModelException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A matrix of each layer, {@code [layers, rows, columns]}, in the order in which the kernels read it: its rows in panels,
 * see {@link org.tornadormt.kernels.Linear}. So weights are in memory once, whatever device runs them.
 *
 * @param values from {@code first} on {@code [layers, panels, columns, panelWidth]}; zeros fill up the last panel of a
 *            layer
 * @param layers layers that have such a matrix
 * @param rows rows of a layer
 * @param columns numbers of a row
 * @param first where they begin
 * @param panelWidth rows beside each other; 1 if they lie one behind the other
 */
public record WeightMatrix(StoredNumbers values, int layers, int rows, int columns, int first, int panelWidth) {
    /** Bytes that an array has more than are needed, so that they may begin where it is best. */
    private static final int ROOM = 64;

    /** A matrix whose rows lie one behind the other, {@code [layers, rows, columns]}. */
    public static WeightMatrix ofRows(FloatArray values, int rows, int columns) {
        return ofRows(StoredNumbers.of(values), rows, columns);
    }

    /** The same of numbers of any format. */
    public static WeightMatrix ofRows(StoredNumbers values, int rows, int columns) {
        return new WeightMatrix(values, values.size() / (rows * columns), rows, columns, 0, 1);
    }

    /** A vector of each layer, {@code [layers, size]}. */
    static WeightMatrix ofVectors(FloatArray values) {
        return ofRows(values, values.getSize(), 1);
    }

    /**
     * A matrix of zeros in panels as the kernels of this JVM like them best.
     *
     * @param name for the message
     * @throws ModelException if it is larger than one array may be
     */
    static WeightMatrix inPanels(String name, NumberFormat format, int layers, int rows, int columns) {
        int width = VectorForms.panelWidth();
        long size = ROOM / format.byteSize() + (long) layers * Math.ceilDiv(rows, width) * width * columns;
        StoredNumbers values = StoredNumbers.zeros(format, requireOneArray(name, size));
        return new WeightMatrix(values, layers, rows, columns, VectorForms.firstAligned(values), width);
    }

    /** An array of {@code size} numbers of {@code name}. */
    static FloatArray array(String name, long size) {
        return new FloatArray(requireOneArray(name, size));
    }

    private static int requireOneArray(String name, long size) {
        if (size > Integer.MAX_VALUE) {
            throw new ModelException(name + ": " + size + " values of all layers together are more than one array"
                    + " holds (" + Integer.MAX_VALUE + "); choose a smaller model");
        }
        return (int) size;
    }

    /** Numbers of all layers. */
    public int size() {
        return layers * rows * columns;
    }

    private int panels() {
        return Math.ceilDiv(rows, panelWidth);
    }

    /** Number {@code index} of all, layer by layer and row by row. */
    public float get(int index) {
        return values.get(place(index / columns, index % columns));
    }

    /** Where a number is in {@link #values}; {@code row} counts through all layers. */
    private int place(int row, int column) {
        int panel = row / rows * panels() + row % rows / panelWidth;
        return first + (panel * columns + column) * panelWidth + row % rows % panelWidth;
    }

    /**
     * Sets some rows.
     *
     * @param firstRow first of them, counted through all layers
     * @param count how many
     * @param numbers what holds them from its start on, one behind the other, in the format of this matrix
     */
    void setRows(int firstRow, int count, MemorySegment numbers) {
        MemorySegment target = values.segment();
        for (int i = 0; i < count; i++) {
            copy(numbers, (long) i * columns, columns, target, place(firstRow + i, 0), panelWidth);
        }
    }

    /**
     * Sets a part of some columns.
     *
     * @param firstRow first row of the part, counted through all layers; all of them are of one layer
     * @param firstColumn first of the columns
     * @param count how many
     * @param numbers what holds columns one behind the other from its start on, in the format of this matrix
     * @param length numbers of such a column
     * @param from first of them that is taken
     * @param to behind the last of them
     */
    void setColumns(int firstRow, int firstColumn, int count, MemorySegment numbers, int length, int from, int to) {
        MemorySegment target = values.segment();
        for (int column = 0; column < count; column++) {
            for (int i = from; i < to;) {
                int row = firstRow + i - from;
                int beside = Math.min(panelWidth - row % rows % panelWidth, to - i);
                copy(numbers, (long) column * length + i, beside, target, place(row, firstColumn + column), 1);
                i += beside;
            }
        }
    }

    /** Copies {@code count} numbers, which come to lie {@code stride} apart from number {@code at} on. */
    private void copy(MemorySegment source, long from, int count, MemorySegment target, int at, int stride) {
        int bytes = values.format().byteSize();
        if (stride == 1) {
            MemorySegment.copy(source, from * bytes, target, (long) at * bytes, (long) count * bytes);
        } else if (values.format() == NumberFormat.FLOAT32) {
            for (int i = 0; i < count; i++) {
                target.setAtIndex(ValueLayout.JAVA_FLOAT, at + (long) i * stride,
                        source.getAtIndex(ValueLayout.JAVA_FLOAT, from + i));
            }
        } else {
            for (int i = 0; i < count; i++) {
                target.setAtIndex(ValueLayout.JAVA_SHORT, at + (long) i * stride,
                        source.getAtIndex(ValueLayout.JAVA_SHORT, from + i));
            }
        }
    }

    /** All numbers in 32 bits, {@code [layers, rows, columns]}; the array itself if it is like that. */
    FloatArray inRows() {
        if (panelWidth == 1 && values.format() == NumberFormat.FLOAT32) {
            return values.floats();
        }
        FloatArray inRows = new FloatArray(size());
        for (int i = 0; i < inRows.getSize(); i++) {
            inRows.set(i, get(i));
        }
        return inRows;
    }
}
