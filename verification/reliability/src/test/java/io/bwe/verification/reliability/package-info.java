/**
 * That the interceptor neither leaks nor hangs and loses nothing it promised to keep, whatever its surroundings do and
 * for as long as it runs.
 *
 * <p>{@code docs/reliability.md} says which test shows which promise. Tests tagged {@code life-cycle} run a second time
 * in a JVM whose StructuredTaskScope the library does not know.
 */
package io.bwe.verification.reliability;
