package org.tornadormt.checkpoints.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tornadormt.checkpoints.CheckpointException;

/** What the functions do that a pickle may call: they put values together, in Java. */
final class Reductions {
    /** PyTorch and NumPy know no more. */
    private static final int MOST_DIMENSIONS = 64;

    private final String file;
    private final Function<String, CheckpointException> problem;

    /**
     * @param file    the file that the pickle is in, for messages
     * @param problem makes the error of a pickle that is not sound
     */
    Reductions(String file, Function<String, CheckpointException> problem) {
        this.file = file;
        this.problem = problem;
    }

    Object call(Global function, Tuple arguments) {
        List<Object> items = arguments.items();
        return switch (function) {
            case Constructor.ORDERED_DICT -> emptyDict(items);
            case Constructor.REBUILD_TENSOR -> tensor(items);
            case Constructor.REBUILD_PARAMETER -> argument(items, 0, PickledTensor.class, "a tensor");
            case Constructor.SIZE -> argument(items, 0, Tuple.class, "a tuple");
            case Constructor.NUMPY_SCALAR, Constructor.NUMPY_2_SCALAR, Constructor.NUMPY_TYPE -> Inert.NUMPY;
            case Constructor.ENCODED_BYTES -> Inert.BYTES;
            case StorageType type -> throw problem.apply("calls %s, which only names a type"
                    .formatted(type.pythonName()));
        };
    }

    /** A storage, from {@code ('storage', type, key, device, number of elements)}. */
    Storage storage(Tuple reference) {
        List<Object> items = reference.items();
        if (items.size() != 5 || !"storage".equals(items.getFirst())) {
            throw problem.apply("refers to something outside of it that is not the storage of a tensor");
        }
        StorageType type = argument(items, 1, StorageType.class, "a type of storage");
        String key = argument(items, 2, String.class, "a text");
        return new Storage(type.elements(), key, natural(items.get(4)));
    }

    private Dict emptyDict(List<Object> items) {
        if (!items.isEmpty()) {
            throw problem.apply("makes an OrderedDict of something, where PyTorch adds the items later");
        }
        return new Dict();
    }

    /** From {@code (storage, offset, size, stride, requires_grad, hooks[, metadata])}. */
    private PickledTensor tensor(List<Object> items) {
        Storage storage = argument(items, 0, Storage.class, "a storage");
        Tuple size = argument(items, 2, Tuple.class, "a tuple");
        Tuple stride = argument(items, 3, Tuple.class, "a tuple");
        if (size.items().size() != stride.items().size()) {
            throw problem.apply("has a tensor of %d dimensions with %d strides"
                    .formatted(size.items().size(), stride.items().size()));
        }
        if (size.items().size() > MOST_DIMENSIONS) {
            throw problem.apply("has a tensor of %d dimensions".formatted(size.items().size()));
        }
        if (items.size() > 6 && !isEmpty(items.get(6))) {
            // The elements in the file are not those of the tensor: their signs are still to be changed.
            throw new CheckpointException(file + ": has a tensor that is negated or conjugated only when it is read; "
                    + "save it with .resolve_neg().resolve_conj()");
        }
        return new PickledTensor(storage, natural(items.get(1)), naturals(size), naturals(stride));
    }

    private static boolean isEmpty(Object metadata) {
        return metadata == Inert.NONE || metadata instanceof Dict dict && dict.items().isEmpty();
    }

    private List<Long> naturals(Tuple numbers) {
        var naturals = new ArrayList<Long>(numbers.items().size());
        numbers.items().forEach(number -> naturals.add(natural(number)));
        return List.copyOf(naturals);
    }

    private long natural(Object number) {
        if (number instanceof Long natural && natural >= 0) {
            return natural;
        }
        throw problem.apply("has a size, stride or offset that is not a whole number from 0 to 2^63-1");
    }

    private <T> T argument(List<Object> arguments, int index, Class<T> kind, String what) {
        if (index >= arguments.size() || !kind.isInstance(arguments.get(index))) {
            throw problem.apply("calls a function without %s as argument %d".formatted(what, index + 1));
        }
        return kind.cast(arguments.get(index));
    }
}
