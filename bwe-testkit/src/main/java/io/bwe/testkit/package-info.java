/**
 * What proves an estimator or an interceptor sound.
 *
 * <p>{@link io.bwe.testkit.EstimatorContract} and {@link io.bwe.testkit.InterceptorContract} are the rules that every
 * provider's own keep; a test extends them and names the provider. {@link io.bwe.testkit.LinkModel} is a network path on
 * virtual time, {@link io.bwe.testkit.EstimatorReceiver} puts an estimator at its far end.
 */
package io.bwe.testkit;
