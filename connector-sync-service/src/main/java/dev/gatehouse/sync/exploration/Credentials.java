package dev.gatehouse.sync.exploration;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.stdio.StdioCommand;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import dev.gatehouse.sync.connect.UpstreamAccounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** What an upstream is to be shown, out of Vault; held for one run and never kept. */
@ApplicationScoped
public class Credentials {
  private static final Logger LOG = Logger.getLogger(Credentials.class);
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

  private final Vault vault;
  private final UpstreamAccounts accounts;

  Credentials(Vault vault, UpstreamAccounts accounts) {
    this.vault = vault;
    this.accounts = accounts;
  }

  /** Fixed headers or variables, with a token where the connector has OAuth. */
  public Shown of(ConnectorManifest connector) throws InterruptedException {
    CredentialReference reference = connector.credential();
    Map<String, String> fixed;
    try {
      fixed =
          reference == null
              ? Map.of()
              : read(
                  reference, connector.transport().equals(StdioCommand.SCHEME) ? "env" : "headers");
    } catch (VaultException e) {
      LOG.warnf(e, "The credential of connector %s cannot be read", connector.id());
      return new Shown.Unavailable("Its credentials cannot be read at the moment");
    }
    if (connector.oauth() == null) {
      return new Shown.Ready(fixed);
    }
    return switch (accounts.token(connector)) {
      case UpstreamAccounts.Answer.Token(String token) -> {
        Map<String, String> headers = new HashMap<>(fixed);
        headers.put(AUTHORIZATION, BEARER + token);
        yield new Shown.Ready(headers);
      }
      case UpstreamAccounts.Answer.NeedsSignIn(String reason) -> new Shown.NeedsSignIn(reason);
      case UpstreamAccounts.Answer.Unavailable(String reason) -> new Shown.Unavailable(reason);
    };
  }

  /** The upstream refused what it was shown; whether there is something else to show it now. */
  boolean renewed(ConnectorManifest connector, Shown.Ready refused) throws InterruptedException {
    String header = refused.values().getOrDefault(AUTHORIZATION, "");
    return connector.oauth() != null
        && header.startsWith(BEARER)
        && accounts.refused(connector, header.substring(BEARER.length()));
  }

  private Map<String, String> read(CredentialReference reference, String member) {
    Map<String, String> values = new HashMap<>();
    if (vault.secrets().read(reference.path(), reference.version()).get(member)
        instanceof Map<?, ?> stored) {
      stored.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    }
    return values;
  }
}
