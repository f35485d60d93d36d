package io.bwe.verification.contracts;

import java.util.Set;

/**
 * Something broken, and the tests of a contract that must find it, and no others.
 *
 * @param <P> the kind of provider
 * @param fault what is wrong with it
 * @param provider the provider that has the fault
 * @param tests the names of the tests
 */
record Twin<P>(String fault, P provider, Set<String> tests) {
    @Override
    public String toString() {
        return fault;
    }
}
