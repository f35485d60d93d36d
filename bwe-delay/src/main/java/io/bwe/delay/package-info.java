/** Delay-based estimators. */
package io.bwe.delay;
