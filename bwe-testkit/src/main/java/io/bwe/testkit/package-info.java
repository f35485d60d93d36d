/** Helpers for tests of estimators and interceptors. */
package io.bwe.testkit;
