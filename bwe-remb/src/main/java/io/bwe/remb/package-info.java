/** The REMB interceptor, its codec, its options. */
package io.bwe.remb;
