/** The estimators in the lab: against reference courses, against a peer, and why they do what they do. */
package io.bwe.verification.lab;
