/** The OAuth error dialect (RFC 6749), and Nimbus messages in and out of HTTP. */
@NullMarked
package dev.gatehouse.auth.error;

import org.jspecify.annotations.NullMarked;
