package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LongSummaryStatistics;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceCosts;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.model.profile.RunTotals;
import org.tornadormt.model.profile.SegmentCosts;
import org.tornadormt.model.profile.SegmentProfile;

/** A profile as JSON. What the JVM has no number for (bytes, compiled kernels) is left out, not zero. */
public final class ProfileJson {
    private static final double NANOSECONDS = 1e6;

    private ProfileJson() {}

    /** Everything that is known of the runs on a device. Times are in milliseconds. */
    public static ObjectNode of(SegmentProfile profile, Device device) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        DeviceInfo info = device.info();
        json.putObject("device").put("id", info.id()).put("backend", info.backend()).put("name", info.name())
                .put("detail", info.detail()).put("software", info.software());
        ObjectNode versions = json.putObject("versions");
        Versions.all().forEach(versions::put);
        profile.firstRuns().costs().ifPresent(costs -> json.putObject("compilation")
                .put("kernels", costs.compiledKernels())
                .put("milliseconds", milliseconds(costs.translationNanoseconds() + costs.driverNanoseconds()))
                .put("translationMilliseconds", milliseconds(costs.translationNanoseconds()))
                .put("driverMilliseconds", milliseconds(costs.driverNanoseconds())));
        put(json.putObject("firstRuns"), profile.firstRuns());
        put(json.putObject("segments").put("count", profile.segments()), profile.furtherSegments());
        ArrayNode stages = json.putArray("stages");
        profile.stages().forEach((stage, totals) -> put(stages.addObject().put("stage", stage), totals));
        ArrayNode operations = json.putArray("operations");
        profile.kernels().forEach(kernel -> operations.addObject().put("operation", kernel.operation())
                .put("form", kernel.form()).put("launches", kernel.launches())
                .put("milliseconds", milliseconds(kernel.nanoseconds())));
        return json;
    }

    private static void put(ObjectNode json, RunTotals totals) {
        json.put("runs", totals.runs()).put("measuredRuns", totals.measuredRuns()).put("launches", totals.launches())
                .put("milliseconds", milliseconds(totals.nanoseconds()))
                .put("kernelMilliseconds", milliseconds(totals.kernelNanoseconds()));
        totals.costs().ifPresent(costs -> put(json, costs));
    }

    private static void put(ObjectNode json, DeviceCosts costs) {
        json.put("bytesToDevice", costs.bytesToDevice()).put("callFrameBytes", costs.callFrameBytes())
                .put("bytesToHost", costs.bytesToHost());
    }

    private static void put(ObjectNode json, SegmentCosts costs) {
        json.put("measured", costs.launches().getCount());
        if (costs.launches().getCount() > 0) {
            put(json.putObject("launches"), costs.launches(), 1);
            put(json.putObject("milliseconds"), costs.nanoseconds(), NANOSECONDS);
            put(json.putObject("kernelMilliseconds"), costs.kernelNanoseconds(), NANOSECONDS);
        }
        costs.bytesToDevice().ifPresent(bytes -> put(json.putObject("bytesToDevice"), bytes, 1));
        costs.callFrameBytes().ifPresent(bytes -> put(json.putObject("callFrameBytes"), bytes, 1));
        costs.bytesToHost().ifPresent(bytes -> put(json.putObject("bytesToHost"), bytes, 1));
    }

    private static void put(ObjectNode json, LongSummaryStatistics statistics, double unit) {
        if (unit == 1) {
            json.put("least", statistics.getMin()).put("mean", statistics.getAverage())
                    .put("most", statistics.getMax());
        } else {
            json.put("least", statistics.getMin() / unit).put("mean", statistics.getAverage() / unit)
                    .put("most", statistics.getMax() / unit);
        }
    }

    private static double milliseconds(long nanoseconds) {
        return nanoseconds / NANOSECONDS;
    }
}
