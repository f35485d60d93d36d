/** Micrometer 1.17, which has no descriptor of its own. Its other modules use the internal packages, too. */
module micrometer.commons {
    requires java.logging;
    requires static org.jspecify;

    exports io.micrometer.common;
    exports io.micrometer.common.annotation;
    exports io.micrometer.common.docs;
    exports io.micrometer.common.lang;
    exports io.micrometer.common.lang.internal;
    exports io.micrometer.common.util;
    exports io.micrometer.common.util.internal.logging;
}
