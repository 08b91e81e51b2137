package org.tornadormt.checkpoints.tokenizers;

/** Where a text may be cut so that the ids of its pieces are the ids of the whole; see {@link CutRule}. */
enum CutPlaces {
    /** Nowhere. */
    NONE(false, false),
    /** In front of a space that follows a letter, a digit or a printable ASCII character. */
    SPACES(false, false),
    /** There, and in front of a line break that follows a letter or a digit. */
    LINES_AFTER_WORDS(true, false),
    /** There, and in front of a line break that follows a letter, a digit or a punctuation mark. */
    LINES(true, true);

    private final boolean afterWords;
    private final boolean afterPunctuation;

    CutPlaces(boolean afterWords, boolean afterPunctuation) {
        this.afterWords = afterWords;
        this.afterPunctuation = afterPunctuation;
    }

    /** Whether a text may be cut between two of its characters. */
    boolean allows(char before, char after) {
        return switch (after) {
            case ' ' -> this != NONE && (isPrintableAscii(before) || Character.isLetterOrDigit(before));
            case '\n', '\r' -> afterWords && Character.isLetterOrDigit(before)
                    || afterPunctuation && (isPrintableAscii(before) || isPunctuation(before));
            default -> false;
        };
    }

    private static boolean isPrintableAscii(char character) {
        return character > ' ' && character < 0x7F;
    }

    private static boolean isPunctuation(char character) {
        return switch (Character.getType(character)) {
            case Character.OTHER_PUNCTUATION, Character.END_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> false;
        };
    }
}
