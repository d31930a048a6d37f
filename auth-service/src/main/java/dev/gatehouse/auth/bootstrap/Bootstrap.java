package dev.gatehouse.auth.bootstrap;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.login.Users;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the first organisation and its owner on an empty database. Replicas that start at the same
 * time wait for each other, and the later ones find it done.
 */
@ApplicationScoped
class Bootstrap {
  private static final Logger LOG = Logger.getLogger(Bootstrap.class);
  private static final String LOCK = "SELECT true FROM pg_advisory_xact_lock(7205759403792793601)";

  private final BootstrapConfig config;
  private final Transactions transactions;
  private final Organisations organisations;
  private final Users users;
  private final AuditLog audit;
  private final EntityManager entities;

  Bootstrap(
      BootstrapConfig config,
      Transactions transactions,
      Organisations organisations,
      Users users,
      AuditLog audit,
      EntityManager entities) {
    this.config = config;
    this.transactions = transactions;
    this.organisations = organisations;
    this.users = users;
    this.audit = audit;
    this.entities = entities;
  }

  void onStart(@Observes StartupEvent event) {
    run();
  }

  /** Does nothing if it was done before. */
  void run() {
    transactions.asPlatform(() -> {
      entities.createNativeQuery(LOCK).getSingleResult();
      if (!done()) {
        config.password().ifPresent(this::create);
      }
      return true;
    });
  }

  /** Whether the administrator exists; the transaction must see all organisations. */
  boolean done() {
    return users.findByUsername(config.username()).isPresent();
  }

  /** The first organisation, or empty if it is gone. */
  Optional<Organisation> organisation() {
    return organisations.findBySlug(config.organisation());
  }

  Optional<User> administrator() {
    return users.findByUsername(config.username());
  }

  private void create(String password) {
    String id = Organisations.newId();
    User admin = users.create(config.username(), password, id);
    Member owner = organisations.create(id, config.organisation(), "Default", admin.id());
    audit.add(
        owner.organisation(),
        Decided.done(
                Actor.service("auth"),
                "organisation.create",
                Target.of("organisation", owner.organisation(), owner.slug()))
            .with("owner", admin.id()));
    LOG.infof("Created organisation '%s' and its owner '%s'", owner.slug(), admin.username());
  }
}
