package dev.gatehouse.auth.invitation;

import dev.gatehouse.platform.identity.Role;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/members/invitations}.
 *
 * @param role that the person will have
 * @param label for the organisation's own list, such as whom it was sent to
 */
record InvitationRequest(
    @NotNull Role role,
    @Nullable
        @Size(max = 100)
        @Pattern(regexp = "\\P{C}*", message = "must not contain control characters")
        String label) {}
