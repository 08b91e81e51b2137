package org.tornadormt.model.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.UnaryOperator;
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
public record WeightMatrix(FloatArray values, int layers, int rows, int columns, int first, int panelWidth) {
    /** Numbers that an array has more than are needed, so that they may begin where it is best. */
    private static final int ROOM = 16;

    /** A matrix whose rows lie one behind the other, {@code [layers, rows, columns]}. */
    public static WeightMatrix ofRows(FloatArray values, int rows, int columns) {
        return new WeightMatrix(values, values.getSize() / (rows * columns), rows, columns, 0, 1);
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
    static WeightMatrix inPanels(String name, int layers, int rows, int columns) {
        int width = VectorForms.panelWidth();
        FloatArray values = array(name, ROOM + (long) layers * Math.ceilDiv(rows, width) * width * columns);
        values.getSegment().fill((byte) 0);
        return new WeightMatrix(values, layers, rows, columns, VectorForms.firstAligned(values), width);
    }

    /** An array of {@code size} numbers of {@code name}. */
    static FloatArray array(String name, long size) {
        if (size > Integer.MAX_VALUE) {
            throw new ModelException(name + ": " + size + " values of all layers together are more than one array"
                    + " holds (" + Integer.MAX_VALUE + "); choose a smaller model");
        }
        return new FloatArray((int) size);
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

    /** Sets row {@code row}, counted through all layers, to what is in {@code numbers} from {@code from} on. */
    void setRow(int row, float[] numbers, int from) {
        int start = place(row, 0);
        for (int k = 0; k < columns; k++) {
            values.set(start + k * panelWidth, numbers[from + k]);
        }
    }

    /**
     * Sets a part of a column.
     *
     * @param firstRow first row of the part, counted through all layers; all of them are of one layer
     * @param numbers what holds the numbers
     * @param from first of them
     * @param to behind the last of them
     */
    void setColumn(int firstRow, int column, float[] numbers, int from, int to) {
        for (int i = from; i < to;) {
            int row = firstRow + i - from;
            int count = Math.min(panelWidth - row % rows % panelWidth, to - i);
            MemorySegment.copy(numbers, i, values.getSegment(), ValueLayout.JAVA_FLOAT,
                    (long) place(row, column) * Float.BYTES, count);
            i += count;
        }
    }

    /** All numbers, {@code [layers, rows, columns]}; the array itself if it is like that. */
    FloatArray inRows() {
        if (panelWidth == 1) {
            return values;
        }
        FloatArray inRows = new FloatArray(size());
        for (int i = 0; i < inRows.getSize(); i++) {
            inRows.set(i, get(i));
        }
        return inRows;
    }

    /** The same place in another array, whose rows lie one behind the other. */
    WeightMatrix trained(UnaryOperator<FloatArray> copy) {
        return ofRows(copy.apply(values), rows, columns);
    }
}
