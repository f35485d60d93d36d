package io.bwe.api.spi;

/**
 * What every provider has: a stable name to be chosen by and a weight that decides the default.
 *
 * <p>A provider is a public class with a public constructor without parameters, because {@link java.util.ServiceLoader}
 * creates it. It only creates: no state, no thread, no configuration of its own. All methods may be called from any
 * thread at any time.
 */
public interface Provider {
    /**
     * The name that selects this provider. It is stable across releases, documented, not empty, and unique among the
     * providers of its type.
     *
     * @return the name, lower case words joined by hyphens by convention
     */
    String name();

    /**
     * How strongly this provider wants to be the default. The provider with the highest weight is taken when none is
     * named; among equal weights the alphabetically first name.
     *
     * @return the weight; providers of this project use 100 for their default and 50 for the rest; default 0
     */
    default int weight() {
        return 0;
    }
}
