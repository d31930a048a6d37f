package dev.gatehouse.auth.organisation;

import dev.gatehouse.platform.identity.Role;
import java.time.Instant;

/**
 * A member as the organisation sees it.
 *
 * @param id the person's
 * @param suspended may do nothing here for the time being
 * @param since when the person joined
 */
record MemberView(String id, String username, Role role, boolean suspended, Instant since) {}
