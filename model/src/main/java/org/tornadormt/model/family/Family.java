package org.tornadormt.model.family;

import java.util.List;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.family.LlamaFamily.Relative;
import org.tornadormt.model.segment.SpecialTokenNames;

/** What sets a family of checkpoints apart: its keys in {@code config.json} and the names of its tensors. */
public interface Family {

    /** All families, by the {@code model_type} of their configuration. */
    List<Family> ALL = List.of(new Gpt2Family(), new OptFamily(), new LlamaFamily(Relative.LLAMA),
            new LlamaFamily(Relative.MISTRAL), new LlamaFamily(Relative.QWEN2), new GptNeoXFamily(), new BertFamily(),
            new RobertaFamily(), new DistilBertFamily());

    /** Value of {@code model_type} in {@code config.json}. */
    String modelType();

    /**
     * Reads the block description; refuses options that would change the numbers.
     *
     * @param tensors the backbone's tensors, for what the configuration does not say
     */
    TransformerConfig config(ModelConfig config, TensorSource tensors);

    /** Names of the tensors, as this checkpoint spells them. */
    ParameterNames names(ModelConfig config, TensorSource tensors);

    /** What the tokenizer of an encoder calls the tokens that its segments are built with. */
    default SpecialTokenNames specialTokens() {
        return SpecialTokenNames.BERT;
    }

    /** Options of {@code config.json} that this family has and that do not change the numbers. */
    Set<String> ignoredOptions();

    /** Ends of tensor names that carry no weights (masks, position ids) and may be there. */
    Set<String> ignoredTensors();

    /**
     * The family of a configuration.
     *
     * @throws ModelException if there is none of that {@code model_type}
     */
    static Family of(ModelConfig config) {
        String modelType = config.modelType();
        return ALL.stream().filter(family -> family.modelType().equals(modelType)).findFirst()
                .orElseThrow(() -> new ModelException("config.json: model_type \"" + modelType
                        + "\" is not supported; supported are "
                        + String.join(", ", ALL.stream().map(Family::modelType).toList())));
    }
}
