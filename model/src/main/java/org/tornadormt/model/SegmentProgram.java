package org.tornadormt.model;

import org.tornadormt.kernels.program.Program;

/**
 * Everything that happens to a segment, as one program: forward pass, head, memory, and the same pass once more for
 * single rows if tokens are to be added one by one.
 */
final class SegmentProgram {
    /** Stages of a forward pass; a prefix tells the passes apart. */
    static final String EMBED = "Embed";
    static final String LAYER = "Layer";
    static final String FINISH = "Finish";
    static final String HEAD = "Head";
    /** Prefix of the pass over a whole segment. */
    static final String SEGMENT = "segment";
    /** Prefix of the pass over one row. */
    static final String STEP = "step";
    static final String RESTORE = "memoryRestore";
    static final String WRITE = "memoryWrite";
    static final String EXPORT = "memoryExport";

    final Recurrence recurrence;
    final MemoryStages memory;
    final Activations segment;
    final HeadArrays segmentHead;
    final Activations step;
    final HeadArrays stepHead;
    final Program program;

    SegmentProgram(RmtModel model, RunnerOptions options) {
        TransformerConfig config = model.config();
        int rows = model.layout().rows(options.maxTokens());
        boolean incremental = options.incrementalSlots() > 0;
        recurrence = Recurrence.allocate(config, model.numMemTokens(), options.sequences(),
                Math.max(rows, options.incrementalSlots()), incremental);
        memory = new MemoryStages(recurrence, options.sequences(), config.hiddenSize());
        segment = new Activations(config, options.sequences(), rows);
        segmentHead = new HeadArrays(config, options.sequences() * options.logitsPerSequence());
        step = new Activations(config, 1, 1);
        stepHead = new HeadArrays(config, 1);
        Program.Builder builder = Program.named("segment");
        addPass(builder, SEGMENT, new ForwardPass(config, model.weights(), recurrence, segment), segment, segmentHead);
        if (incremental) {
            addPass(builder, STEP, new ForwardPass(config, model.weights(), recurrence, step), step, stepHead);
        }
        if (model.numMemTokens() > 0) {
            builder.stage(RESTORE, memory.restore()).stage(WRITE, memory.write(segment.hidden))
                    .stage(EXPORT, memory.export());
            builder.inputs(memory.memoryIn, memory.chosenIn, memory.writeRowsIn, memory.segmentIn);
            builder.outputs(memory.memoryOut, memory.firstBadOut);
        }
        program = builder.build();
    }

    private static void addPass(Program.Builder builder, String prefix, ForwardPass pass, Activations activations,
            HeadArrays head) {
        builder.stage(prefix + EMBED, pass.embed()).stage(prefix + LAYER, pass.layer()).stage(prefix + FINISH,
                pass.finish());
        builder.inputs(activations.rowsIn.values());
        if (head.count > 0) {
            builder.stage(prefix + HEAD, pass.head(head));
            builder.inputs(head.askedIn).outputs(head.logits);
        }
    }
}
