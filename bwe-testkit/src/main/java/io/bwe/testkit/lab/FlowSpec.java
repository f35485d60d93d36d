package io.bwe.testkit.lab;

/** Something that sends. Immutable; any thread may use it. */
public sealed interface FlowSpec permits MediaFlow, TcpFlow, ConstantFlow {
    /**
     * What the flow is called.
     *
     * @return the name
     */
    String name();

    /**
     * Whether it sends against the direction of the others, over the link that carries their feedback.
     *
     * @return true if so
     */
    boolean backward();
}
