package org.tornadormt.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tornadormt.model.training.LoraOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads rank and alpha of LoRA adapters: {@code 8}, whose alpha is four times as much, or {@code 8,16}. */
public final class LoraChoice implements ITypeConverter<LoraOptions> {
    /** Rank 8 and alpha 32 in the reference implementation. */
    private static final double ALPHA_OF_RANK = 4;
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:,(\\d{1,9}(?:\\.\\d{1,9})?))?");

    @Override
    public LoraOptions convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a rank such as 8, or a rank and alpha such as 8,16");
        }
        int rank = Integer.parseInt(matcher.group(1));
        double alpha = matcher.group(2) == null ? ALPHA_OF_RANK * rank : Double.parseDouble(matcher.group(2));
        try {
            return new LoraOptions(rank, alpha);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
