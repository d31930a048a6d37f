/** What callers can read of their own organisation's trail; reading leaves a record too. */
@NullMarked
package dev.gatehouse.audit.query;

import org.jspecify.annotations.NullMarked;
