package org.tornadormt.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.model.segment.Profile;

/**
 * What a user may say about a checkpoint that it does not say itself.
 *
 * @param numMemTokens memory vectors to use, instead of those in the checkpoint
 * @param segmentSize tokens of a full segment, instead of the one in {@code rmt_config.json}
 * @param alignment where the short segment is, instead of the one in {@code rmt_config.json}
 * @param ignoredOptions options of {@code config.json} that the user declares to be without effect
 * @param seed seed of the memory that a checkpoint without one starts from
 * @param profile whose decoder it is, instead of the one that its tensor names belong to
 * @param weights how matrices of 16 bits are held
 */
public record LoadOptions(OptionalInt numMemTokens, OptionalInt segmentSize, Optional<Alignment> alignment,
        Set<String> ignoredOptions, long seed, Optional<Profile> profile, WeightPrecision weights) {

    /** Takes the profile from the checkpoint, and holds weights as is usual. */
    public LoadOptions(OptionalInt numMemTokens, OptionalInt segmentSize, Optional<Alignment> alignment,
            Set<String> ignoredOptions, long seed) {
        this(numMemTokens, segmentSize, alignment, ignoredOptions, seed, Optional.empty(), WeightPrecision.AUTO);
    }

    /** Takes everything from the checkpoint. */
    public static LoadOptions defaults() {
        return new LoadOptions(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Set.of(), 0);
    }

    /** The same with weights that are held otherwise. */
    public LoadOptions with(WeightPrecision precision) {
        return new LoadOptions(numMemTokens, segmentSize, alignment, ignoredOptions, seed, profile, precision);
    }
}
