package org.tornadormt.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the kernels that move numbers without computing. */
final class CopyCases {

    private CopyCases() {}

    static KernelCase copyFloats(RandomInputs random) {
        FloatArray in = random.floats(random.size() * random.size());
        FloatArray out = RandomInputs.toBeOverwritten(in.getSize());
        return KernelCase.of(CopyArray.class, CopyArray.launch(in, out),
                Expected.exactly(out, Expected.contentOf(in)));
    }

    static KernelCase copyInts(RandomInputs random) {
        int size = random.size() * random.size();
        IntArray in = random.integers(size, Integer.MIN_VALUE, Integer.MAX_VALUE);
        IntArray out = random.integers(size, -1, 1);
        return KernelCase.of(CopyArray.class, CopyArray.launch(in, out),
                Expected.exactly(out, Expected.contentOf(in)));
    }

    static KernelCase rewindLayer(RandomInputs random) {
        IntArray layer = IntArray.fromElements(random.oneTo(100));
        return KernelCase.of(LayerCursor.class, LayerCursor.rewind(layer),
                Expected.exactly(layer, new double[]{0}));
    }

    static KernelCase advanceLayer(RandomInputs random) {
        int before = random.below(100);
        IntArray layer = IntArray.fromElements(before);
        return KernelCase.of(LayerCursor.class, LayerCursor.advance(layer),
                Expected.exactly(layer, new double[]{before + 1}));
    }

    static KernelCase retreatLayer(RandomInputs random) {
        int before = random.oneTo(100);
        IntArray layer = IntArray.fromElements(before);
        return KernelCase.of(LayerCursor.class, LayerCursor.retreat(layer),
                Expected.exactly(layer, new double[]{before - 1}));
    }
}
