package org.tornadormt.bench.engine.torchscript;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The code of the module, as it stands in the archive: {@code forward(ids, memory)} of class {@code Rmt} runs one
 * segment. Tensors are attributes with the names of the checkpoint, dots replaced.
 *
 * @param layerNormEpsilon as in the checkpoint's configuration
 */
record ModuleCode(int numLayers, int hiddenSize, int numAttentionHeads, int numMemTokens, float layerNormEpsilon,
        LinearMaps maps) {
    /** A block's tensors. */
    static final List<String> BLOCK_TENSORS = List.of("ln_1.weight", "ln_1.bias", "attn.c_attn.weight",
            "attn.c_attn.bias", "attn.c_proj.weight", "attn.c_proj.bias", "ln_2.weight", "ln_2.bias", "mlp.c_fc.weight",
            "mlp.c_fc.bias", "mlp.c_proj.weight", "mlp.c_proj.bias");
    /** The tensors outside the blocks. */
    static final List<String> OTHER_TENSORS = List.of("wte.weight", "wpe.weight", "ln_f.weight", "ln_f.bias");

    /** Name of a checkpoint's tensor as an attribute. */
    static String attribute(String tensor) {
        return tensor.replace('.', '_');
    }

    /** Name of the attribute that is the block of a layer. */
    static String block(int layer) {
        return "h_" + layer;
    }

    /** All classes. */
    String text() {
        return blockClass() + rmtClass();
    }

    private String blockClass() {
        return """
                class Block(Module):
                  __parameters__ = [%s]
                  __buffers__ = []
                  training : bool
                %s
                  def forward(self: __torch__.Block, x: Tensor) -> Tensor:
                    batch, rows, hidden, = torch.size(x)
                    y = %s
                    heads = torch.view(%s, [batch, rows, 3, %s, %s])
                    query, key, value, = torch.unbind(torch.permute(heads, [2, 0, 3, 1, 4]))
                    attended = torch.scaled_dot_product_attention(query, key, value, None, 0., True)
                    joined = torch.reshape(torch.transpose(attended, 1, 2), [batch, rows, hidden])
                    x = %s
                    y = %s
                    inner = %s
                    return %s
                """.formatted(parameters(BLOCK_TENSORS), declarations(BLOCK_TENSORS), norm("x", "ln_1"),
                maps.linear("y", "self.attn_c_attn_weight", "self.attn_c_attn_bias"), numAttentionHeads,
                hiddenSize / numAttentionHeads,
                maps.add("x", "joined", "self.attn_c_proj_weight", "self.attn_c_proj_bias"), norm("x", "ln_2"),
                maps.gelu("y", "self.mlp_c_fc_weight", "self.mlp_c_fc_bias"),
                maps.add("x", "inner", "self.mlp_c_proj_weight", "self.mlp_c_proj_bias"));
    }

    private String rmtClass() {
        return """
                class Rmt(Module):
                  __parameters__ = [%s]
                  __buffers__ = []
                  training : bool
                %s
                %s
                  def forward(self: __torch__.Rmt, ids: Tensor, memory: Tensor) -> Tuple[Tensor, Tensor]:
                    tokens = torch.embedding(self.wte_weight, ids)
                    x = torch.add(torch.cat([memory, tokens, memory], 1), self.wpe_weight)
                %s
                    y = %s
                    logits = %s
                    return (logits, torch.slice(y, 1, -%s))
                """.formatted(parameters(OTHER_TENSORS), declarations(OTHER_TENSORS),
                lines("  %s : __torch__.Block"), lines("    x = (self.%s).forward(x)"), norm("x", "ln_f"),
                maps.linear("torch.slice(y, 1, %s, -%<s)".formatted(numMemTokens), "self.wte_weight"), numMemTokens);
    }

    private String norm(String x, String name) {
        return "torch.layer_norm(%s, [%s], self.%s_weight, self.%3$s_bias, %s)".formatted(x, hiddenSize, name,
                layerNormEpsilon);
    }

    private static String parameters(List<String> tensors) {
        return tensors.stream().map(name -> "\"" + attribute(name) + "\", ").collect(Collectors.joining());
    }

    private static String declarations(List<String> tensors) {
        return tensors.stream().map(name -> "  " + attribute(name) + " : Tensor").collect(Collectors.joining("\n"));
    }

    private String lines(String line) {
        return IntStream.range(0, numLayers).mapToObj(layer -> line.formatted(block(layer)))
                .collect(Collectors.joining("\n"));
    }
}
