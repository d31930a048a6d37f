package dev.gatehouse.auth.client;

import dev.gatehouse.auth.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds clients. */
@ApplicationScoped
public class Clients {
  private final ClientRepository clients;
  private final Transactions transactions;

  Clients(ClientRepository clients, Transactions transactions) {
    this.clients = clients;
    this.transactions = transactions;
  }

  public Optional<Client> find(String id) {
    if (id.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    return transactions.asPlatform(() -> clients.findByIdOptional(id));
  }
}
