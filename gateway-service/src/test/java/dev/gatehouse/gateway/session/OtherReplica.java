package dev.gatehouse.gateway.session;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.platform.identity.Caller;
import java.net.URI;
import java.util.Optional;

/** A replica at another address, as far as the ids of its sessions go. */
public final class OtherReplica {
  private final Sessions sessions;

  public OtherReplica(SessionKey key, SessionConfig config, URI address) {
    this.sessions = new Sessions(key, config, new Replica(() -> Optional.of(address)));
  }

  /** The id of a session that was opened there. */
  public String session(Caller caller, Gateway gateway) {
    return sessions.open(caller, gateway, ProtocolVersion.V2025_11_25, ClientCapabilities.NONE);
  }
}
