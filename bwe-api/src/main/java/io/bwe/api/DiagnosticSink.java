package io.bwe.api;

/**
 * Takes an estimator's internals, one named value at a time. What the values are used for (a table, a recording, a
 * picture) is the sink's business; the estimator allocates nothing for it.
 *
 * <p>Called by the thread that calls {@link Estimator#describe(DiagnosticSink)}, during that call.
 */
public interface DiagnosticSink {
    /**
     * A whole number: a count, a rate in bits per second, a state, a flag as 0 or 1.
     *
     * @param name the value's name, a constant of the estimator with its unit in the name
     * @param value the value
     */
    void value(String name, long value);

    /**
     * A real number.
     *
     * @param name the value's name, a constant of the estimator with its unit in the name
     * @param value the value, a finite number; what cannot be computed is {@linkplain #absent(String) absent}
     */
    void value(String name, double value);

    /**
     * A value that does not apply to the last packet. An estimator reports the same names in the same order after every
     * packet, so that a table can have a column for each.
     *
     * @param name the value's name
     */
    void absent(String name);
}
