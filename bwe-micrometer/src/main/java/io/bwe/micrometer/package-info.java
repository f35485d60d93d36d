/** Shows in a Micrometer registry what interceptors do and estimate: {@link io.bwe.micrometer.BweMetrics}. */
package io.bwe.micrometer;
