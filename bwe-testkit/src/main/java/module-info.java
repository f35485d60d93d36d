/**
 * For those who write or test a plugin: the contracts of estimators and interceptors as tests, a model of a network path
 * on virtual time, RTP packets to order, a clock that moves by hand, a probe for allocation, a list of live threads,
 * a check of service declarations, and a lab that runs estimators in a closed loop.
 *
 * <p>The module knows the API and no implementation, so that any implementation can be tested with it.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api} (transitive): the types under test appear in the signatures here.
 * <li>{@code org.junit.jupiter.api} (static): the contracts are JUnit classes to be extended, and checks fail
 * the way tests fail. Who runs the lab only needs none of it.
 * <li>{@code jdk.management}: counts the bytes a thread allocates, lists virtual threads.
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
module io.bwe.testkit {
    requires transitive io.bwe.api;
    requires static org.junit.jupiter.api;
    requires jdk.management;
    requires static org.jspecify;

    exports io.bwe.testkit;
    exports io.bwe.testkit.lab;
}
