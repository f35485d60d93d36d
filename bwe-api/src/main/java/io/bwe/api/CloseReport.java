package io.bwe.api;

import java.util.List;

/**
 * How closing an interceptor went.
 *
 * @param closed whether close() has returned
 * @param stuck the threads that were still inside code of the application when close() returned, each with the code it
 *        was in; empty if everything ended
 */
public record CloseReport(boolean closed, List<String> stuck) {
    /** Not closed yet. */
    public static final CloseReport OPEN = new CloseReport(false, List.of());
    /** Closed, and everything ended. */
    public static final CloseReport CLEAN = new CloseReport(true, List.of());

    /** Copies the list. */
    public CloseReport {
        stuck = List.copyOf(stuck);
    }
}
