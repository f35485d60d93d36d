package io.bwe.api;

/** Takes what the stories of {@link EstimateExplainer} have to tell. */
interface StoryTeller {
    /**
     * Something happened.
     *
     * @param atNs when; it may be told later than what happened after it
     * @param kind what kind of thing
     * @param text what and why
     */
    void tell(long atNs, Explanation.Kind kind, String text);
}
