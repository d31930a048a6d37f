package dev.gatehouse.auth.apikey;

import dev.gatehouse.platform.identity.Scope;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/api-keys}.
 *
 * @param name for people
 * @param scopes at most the creator's permissions; read and write, as far as the creator has them,
 *     unless given: {@code mcp:admin} has to be asked for
 * @param expiresAt never, unless given
 * @param gateway id of the only gateway that the key shall be good for
 * @param service for a key that belongs to the organisation and stays when people go; for
 *     administrators
 */
record ApiKeyRequest(
    @NotBlank
        @Size(max = 100)
        @Pattern(regexp = "\\P{C}*", message = "must not contain control characters")
        String name,
    @Nullable @Size(min = 1) Set<Scope> scopes,
    @Nullable @Future Instant expiresAt,
    @Nullable
        @Pattern(
            regexp = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            message = "must be a gateway's id")
        String gateway,
    @Nullable Boolean service) {}
