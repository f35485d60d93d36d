package io.bwe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a link could carry while a file was recorded, as far as the user knows. Immutable.
 *
 * @param steps in order of time, at least one
 */
record CapacityPlan(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,9})?):(\\d{1,9})");
    private static final double NS_PER_SECOND = 1e9;
    private static final long BPS_PER_KBPS = 1_000;

    /**
     * A capacity that holds from a time on.
     *
     * @param fromNs nanoseconds after the first packet
     * @param bps bits per second
     */
    record Step(long fromNs, long bps) {
    }

    /** Reads what the user wrote, {@code SECOND:KBPS[,SECOND:KBPS...]}. */
    static final class Converter implements ITypeConverter<CapacityPlan> {
        Converter() {
        }

        @Override
        public CapacityPlan convert(String text) {
            List<Step> steps = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                Matcher step = STEP.matcher(part);
                if (!step.matches()) {
                    throw new TypeConversionException("'" + text
                            + "' is no plan of capacities; allowed is SECOND:KBPS[,SECOND:KBPS...], such as 0:1500,25.5:500");
                }
                long fromNs = Math.round(Double.parseDouble(step.group(1)) * NS_PER_SECOND);
                if (!steps.isEmpty() && fromNs <= steps.get(steps.size() - 1).fromNs()) {
                    throw new TypeConversionException("'" + text + "': times must increase");
                }
                steps.add(new Step(fromNs, Long.parseLong(step.group(2)) * BPS_PER_KBPS));
            }
            return new CapacityPlan(List.copyOf(steps));
        }
    }
}
