/**
 * What an implementation provides so that {@link java.util.ServiceLoader} finds it. Applications rarely touch these
 * types.
 */
package io.bwe.api.spi;
