/**
 * A lab for estimators: senders, a network and receivers with the loop closed, on virtual time.
 *
 * <p>A {@link io.bwe.testkit.lab.Scenario} says who sends over which links; {@link io.bwe.testkit.lab.Lab} runs it with
 * an estimator at the far end of each media flow and measures what came of it. {@link io.bwe.testkit.lab.Scenarios} holds
 * a collection. There is no thread and no clock, and the same scenario, estimator and seed give the same, bit for bit.
 */
package io.bwe.testkit.lab;
