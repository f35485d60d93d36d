/** What things cost. */
package io.bwe.verification.bench;
