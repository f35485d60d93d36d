/** A program that shows metrics, run with an image's JVM and from its own archive. */
module org.example.probe {
    requires io.bwe.api;
    requires io.bwe.micrometer;
    requires micrometer.core;
}
