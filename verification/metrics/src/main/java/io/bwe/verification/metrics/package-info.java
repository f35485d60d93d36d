/** A server that shows its metrics, and one that has none to show. */
package io.bwe.verification.metrics;
