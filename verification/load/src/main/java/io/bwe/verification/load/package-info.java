/** What the interceptor costs under load. */
package io.bwe.verification.load;
