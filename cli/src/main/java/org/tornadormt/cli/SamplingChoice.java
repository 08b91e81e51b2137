package org.tornadormt.cli;

import java.security.SecureRandom;
import org.tornadormt.model.session.SamplingOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say how tokens are chosen. */
final class SamplingChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--greedy", description = "Take the likeliest token, always.")
    private boolean greedy;

    @Option(names = "--temperature", paramLabel = "T", description = "Divides the logits: below 1 bolder choices"
            + " become rarer; 0 is --greedy. Default: 1.")
    private Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draw from the K likeliest tokens. Default: from all.")
    private Integer topK;

    @Option(names = "--top-p", paramLabel = "P", description = "Draw from the likeliest tokens that together have"
            + " probability P. Default: 1.")
    private Double topP;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the draws. Default: a new one, which is"
            + " printed.")
    private Long seed;

    /** The choice; prints the seed if nobody gave it. */
    SamplingOptions options(Terminal terminal) {
        if (greedy && (temperature != null || topK != null || topP != null || seed != null)) {
            throw new ParameterException(command.commandLine(), "--greedy draws nothing, so --temperature, --top-k,"
                    + " --top-p and --seed do not go with it");
        }
        if (greedy) {
            return SamplingOptions.greedy();
        }
        // Short enough to type again.
        long used = seed != null ? seed : new SecureRandom().nextInt(1, 1_000_000_000);
        SamplingOptions options = new SamplingOptions(temperature != null ? temperature : 1, topK != null ? topK : 0,
                topP != null ? topP : 1, used);
        if (seed == null && options.temperature() > 0) {
            terminal.note("sampling with --seed " + used);
        }
        return options;
    }
}
