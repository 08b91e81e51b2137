package org.tornadormt.bench.engine.torchscript;

import java.util.List;
import java.util.Locale;

/**
 * Which of PyTorch's operators compute the linear maps, as TorchScript expressions. Weights are {@code [out, in]}; a
 * transposed view will do.
 */
public enum LinearMaps {
    /** The standard operators, which a traced module has: SGEMM of the BLAS that it was built with. */
    ATEN {
        @Override
        String linear(String x, String weight) {
            return "torch.linear(%s, %s)".formatted(x, weight);
        }

        @Override
        String linear(String x, String weight, String bias) {
            return "torch.linear(%s, %s, %s)".formatted(x, weight, bias);
        }

        @Override
        String gelu(String x, String weight, String bias) {
            return "torch.gelu(%s, approximate=\"tanh\")".formatted(linear(x, weight, bias));
        }

        @Override
        String add(String residual, String x, String weight, String bias) {
            return "torch.add(%s, %s)".formatted(residual, linear(x, weight, bias));
        }
    },
    /**
     * oneDNN with the activation or the addition that follows fused in: the operators to which PyTorch's own compiler,
     * {@code torch.compile}, lowers linear maps on x86 CPUs. It uses AVX-512 on any CPU that has it; the MKL behind
     * {@link #ATEN} keeps to AVX2 on those of AMD.
     */
    ONEDNN {
        @Override
        String linear(String x, String weight) {
            return linear(x, weight, "None");
        }

        @Override
        String linear(String x, String weight, String bias) {
            return pointwise(x, weight, bias, "none", "");
        }

        @Override
        String gelu(String x, String weight, String bias) {
            return pointwise(x, weight, bias, "gelu", "tanh");
        }

        @Override
        String add(String residual, String x, String weight, String bias) {
            return "ops.mkldnn._linear_pointwise(%s, %s, %s, %s, \"add\")".formatted(x, residual, weight, bias);
        }

        private static String pointwise(String x, String weight, String bias, String function, String algorithm) {
            return "ops.mkldnn._linear_pointwise(%s, %s, %s, \"%s\", annotate(List[Optional[number]], []), \"%s\")"
                    .formatted(x, weight, bias, function, algorithm);
        }
    };

    /** Whether PyTorch has them for the processor of this machine: oneDNN on x86 alone. */
    public boolean isOnThisProcessor() {
        return this == ATEN
                || List.of("amd64", "x86_64").contains(System.getProperty("os.arch").toLowerCase(Locale.ROOT));
    }

    /** {@code x · weightᵀ}. */
    abstract String linear(String x, String weight);

    /** {@code x · weightᵀ + bias}. */
    abstract String linear(String x, String weight, String bias);

    /** {@code GELU(x · weightᵀ + bias)}, approximated with tanh as in GPT-2. */
    abstract String gelu(String x, String weight, String bias);

    /** {@code residual + x · weightᵀ + bias}. */
    abstract String add(String residual, String x, String weight, String bias);
}
