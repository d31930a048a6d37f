/** Invitations to organisations: made by administrators, accepted by whoever holds the link. */
@NullMarked
package dev.gatehouse.auth.invitation;

import org.jspecify.annotations.NullMarked;
