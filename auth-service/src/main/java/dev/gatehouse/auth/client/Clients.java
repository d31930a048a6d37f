package dev.gatehouse.auth.client;

import dev.gatehouse.auth.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Finds clients, wherever they come from. */
@ApplicationScoped
public class Clients {
  /** Used is written down once in this time, not at every use. */
  private static final Duration LAZILY = Duration.ofHours(12);

  private final ClientRepository clients;
  private final ClientDocuments documents;
  private final RegistrationConfig config;
  private final Transactions transactions;
  private final Event<ClientDeleted> deleted;

  Clients(
      ClientRepository clients,
      ClientDocuments documents,
      RegistrationConfig config,
      Transactions transactions,
      Event<ClientDeleted> deleted) {
    this.clients = clients;
    this.documents = documents;
    this.config = config;
    this.transactions = transactions;
    this.deleted = deleted;
  }

  /**
   * A client that was here before. May renew the document that describes it; no transaction may be
   * open.
   */
  public Optional<Client> find(String id) {
    return find(id, documents::find);
  }

  /**
   * The same, and a client that comes for the first time with the URL of its document. Makes us
   * fetch what a stranger says: only where requests are limited, come what may.
   */
  public Optional<Client> discover(String id) {
    return find(id, documents::discover);
  }

  /** What is kept of a client, without another look at its document: its name, for people. */
  public Optional<Client> asKept(String id) {
    return transactions.asPlatform(() -> clients.findByIdOptional(id));
  }

  private Optional<Client> find(String id, Function<String, Optional<Client>> described) {
    if (id.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    return documents.describes(id)
        ? described.apply(id)
        : transactions.asPlatform(() -> clients.findByIdOptional(id));
  }

  /** Notes that a client got tokens. */
  public void used(Client client) {
    Instant now = Instant.now();
    if (client.lastUsedAt == null || client.lastUsedAt.isBefore(now.minus(LAZILY))) {
      transactions.asPlatform(
          () -> clients.update("lastUsedAt = ?1 where id = ?2", now, client.id()));
    }
  }

  /**
   * Forgets clients that came by themselves and are not used, with what people allowed them.
   *
   * @return how many
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public int forgetUnused() {
    int forgotten = 0;
    for (Client client : clients.unused(config.unusedLifetime(), config.idleLifetime())) {
      if (clients.delete("id", client.id) == 1) { // another replica may be doing the same
        deleted.fire(new ClientDeleted(client.id));
        forgotten++;
      }
    }
    return forgotten;
  }
}
