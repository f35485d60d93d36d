/** Micrometer 1.17, which has no descriptor of its own. */
module micrometer.observation {
    requires transitive micrometer.commons;
    requires static org.jspecify;

    exports io.micrometer.observation;
    exports io.micrometer.observation.annotation;
    exports io.micrometer.observation.aop;
    exports io.micrometer.observation.contextpropagation;
    exports io.micrometer.observation.docs;
    exports io.micrometer.observation.transport;
}
