/**
 * Goes over an organisation's records, chains and digests and names the first that is not as it
 * was.
 */
@NullMarked
package dev.gatehouse.audit.verify;

import org.jspecify.annotations.NullMarked;
