/** The command line program. */
package io.bwe.cli;
