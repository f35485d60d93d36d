package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who sends over which links for how long.
 *
 * @param name lower case words joined by hyphens
 * @param description a sentence
 * @param duration how long, 1 s to an hour
 * @param forward the link that flows share
 * @param backward the link that their feedback takes
 * @param flows what sends
 */
public record Scenario(String name, String description, Duration duration, LinkSpec forward, LinkSpec backward,
        List<FlowSpec> flows) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * Creates a scenario.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Scenario {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "duration " + duration + " is out of range; allowed is " + SHORTEST + " to " + LONGEST);
        }
        flows = List.copyOf(flows);
    }

    /**
     * A scenario of some flows over a link, with nothing in the way of their feedback but the propagation delay that the
     * link has at first.
     *
     * @param name lower case words joined by hyphens
     * @param description a sentence
     * @param seconds how long, 1 to 3,600
     * @param forward the link
     * @param flows what sends
     * @return the scenario
     * @throws IllegalArgumentException if the duration is out of range
     */
    public static Scenario of(String name, String description, int seconds, LinkSpec forward, FlowSpec... flows) {
        LinkSpec free = LinkSpec.builder().capacity(CapacitySchedule.constant(1_000_000_000))
                .propagation(Duration.ofNanos(forward.propagationNs(0))).build();
        return new Scenario(name, description, Duration.ofSeconds(seconds), forward, free, List.of(flows));
    }

    /**
     * The same with another flow.
     *
     * @param flow the flow
     * @return a new scenario
     */
    public Scenario with(FlowSpec flow) {
        List<FlowSpec> more = new ArrayList<>(flows);
        more.add(flow);
        return new Scenario(name, description, duration, forward, backward, more);
    }

    /** The media flows. */
    List<MediaFlow> media() {
        return flows.stream().filter(MediaFlow.class::isInstance).map(MediaFlow.class::cast).toList();
    }
}
