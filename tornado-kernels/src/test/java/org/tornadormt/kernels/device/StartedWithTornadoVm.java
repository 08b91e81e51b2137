package org.tornadormt.kernels.device;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether this JVM was started with the argfile of a TornadoVM SDK. */
final class StartedWithTornadoVm implements ExecutionCondition {
    // Set by the argfile.
    private static final String RUNTIME = "tornado.load.runtime.implementation";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return System.getProperty(RUNTIME) != null
                ? ConditionEvaluationResult.enabled("started with TornadoVM")
                : ConditionEvaluationResult.disabled("started without TornadoVM");
    }
}
