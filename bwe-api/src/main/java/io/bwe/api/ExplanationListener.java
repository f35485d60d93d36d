package io.bwe.api;

/**
 * Is told in words what a running estimation does and why, for logs.
 *
 * <p><b>A listener must not block.</b> It is called by a thread of the interceptor, by one at a time, never after
 * {@link Interceptor#close()} has returned. What it throws is counted and ignored.
 */
@FunctionalInterface
public interface ExplanationListener {
    /**
     * Something has happened.
     *
     * @param explanation what and why
     */
    void onExplanation(Explanation explanation);
}
