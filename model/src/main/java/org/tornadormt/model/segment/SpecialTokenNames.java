package org.tornadormt.model.segment;

import java.util.List;

/**
 * How the tokenizer of an encoder names the tokens that its segments are built with.
 *
 * @param classToken what stands at the front and is read by a classifier
 * @param separator what stands behind a part
 * @param padding what fills up rows
 * @param begin what begins a text, where that is another one
 * @param end what ends a text, where that is another one
 * @param beginIsClass whether {@code bos_token_id} of a configuration is the class token, and {@code eos_token_id} the
 *            separator
 */
public record SpecialTokenNames(String classToken, String separator, String padding, String begin, String end,
        boolean beginIsClass) {
    /** The names of BERT's tokenizer. */
    public static final SpecialTokenNames BERT = new SpecialTokenNames("[CLS]", "[SEP]", "[PAD]", "[BOS]", "[EOS]",
            false);
    /** The names of RoBERTa's tokenizer. */
    public static final SpecialTokenNames ROBERTA = new SpecialTokenNames("<s>", "</s>", "<pad>", "<s>", "</s>", true);

    /** Keys of {@code config.json} that may have the id of the class token. */
    List<String> classKeys() {
        return beginIsClass ? List.of("cls_token_id", "bos_token_id") : List.of("cls_token_id");
    }

    /** Keys of {@code config.json} that may have the id of the separator. */
    List<String> separatorKeys() {
        return beginIsClass ? List.of("sep_token_id", "eos_token_id") : List.of("sep_token_id");
    }
}
