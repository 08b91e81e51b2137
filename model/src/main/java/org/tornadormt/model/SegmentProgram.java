package org.tornadormt.model;

import java.util.List;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;

/**
 * Everything that happens to a segment, as one program: forward pass, head, memory, and the same pass once more for
 * single rows if tokens are to be added one by one.
 */
final class SegmentProgram {
    /** Stages of a forward pass; a prefix tells the passes apart. */
    static final String EMBED = "Embed";
    static final String LAYER = "Layer";
    static final String LAST_KEYS_AND_VALUES = "LastKeysAndValues";
    static final String LOGITS = "Logits";
    /** Prefix of the pass over a whole segment. */
    static final String SEGMENT = "segment";
    /** Prefix of the pass over one row. */
    static final String STEP = "step";
    static final String RESTORE = "memoryRestore";
    static final String WRITE = "memoryWrite";
    static final String EXPORT = "memoryExport";

    final Recurrence recurrence;
    final MemoryStages memory;
    final SegmentArrays segment;
    final HeadArrays segmentHead;
    final SegmentArrays step;
    final HeadArrays stepHead;
    final Program program;

    SegmentProgram(RmtModel model, RunnerOptions options) {
        TransformerConfig config = model.config();
        int rows = model.layout().rows(options.maxTokens());
        boolean incremental = options.incrementalSlots() > 0;
        recurrence = Recurrence.allocate(config, model.numMemTokens(), options.sequences(),
                Math.max(rows, options.incrementalSlots()), incremental);
        memory = new MemoryStages(config, recurrence, options.sequences());
        segment = new SegmentArrays(config, options.sequences(), rows);
        segmentHead = new HeadArrays(config, options.sequences(), options.logitsPerSequence());
        step = new SegmentArrays(config, 1, 1);
        stepHead = new HeadArrays(config, 1, 1);
        Program.Builder builder = Program.named("segment");
        ForwardPass pass = new ForwardPass(config, model.weights(), recurrence, segment);
        addPass(builder, SEGMENT, pass, segment, segmentHead);
        if (incremental) {
            addPass(builder, STEP, new ForwardPass(config, model.weights(), recurrence, step), step, stepHead);
        }
        if (model.numMemTokens() > 0) {
            builder.stage(RESTORE, memory.restore()).stage(WRITE, memory.write(pass))
                    .stage(EXPORT, memory.export());
            builder.inputs(memory.memoryIn, memory.chosenIn, memory.writersIn.values(), memory.segmentIn);
            builder.outputs(memory.memoryOut, memory.firstBadOut);
        }
        program = builder.build();
    }

    private static void addPass(Program.Builder builder, String prefix, ForwardPass pass, SegmentArrays segment,
            HeadArrays head) {
        builder.stage(prefix + EMBED, pass.embed()).stage(prefix + LAYER, pass.layer())
                .stage(prefix + LAST_KEYS_AND_VALUES, pass.lastKeysAndValues());
        builder.inputs(segment.tableIn.values());
        if (head.rows.rowCount > 0) {
            List<Launch> logits = pass.read(head.rows);
            logits.addAll(pass.head(head));
            builder.stage(prefix + LOGITS, logits);
            builder.inputs(head.askedIn.values()).outputs(head.logits);
        }
    }
}
