package dev.gatehouse.backing.vault;

import java.util.LinkedHashMap;
import java.util.Map;

/** Finds out who asks, whether it is allowed, and which engine answers. */
final class Dispatcher {

  private final Tokens tokens;
  private final Policies policies;
  private final Mounts mounts;

  Dispatcher(Store store, String rootToken) {
    tokens = new Tokens(store, rootToken);
    policies = new Policies(store);
    Map<String, Engine> builtIn = new LinkedHashMap<>();
    mounts = new Mounts(store, builtIn);
    builtIn.put("auth/token/", new TokenEngine(tokens, policies));
    builtIn.put("sys/", new SystemEngine(this::mounts, policies));
  }

  private Mounts mounts() {
    return mounts;
  }

  /**
   * Serves one request.
   *
   * @throws Refusal if it is answered with an error
   */
  Reply serve(VaultRequest request) {
    if (request.token() == null || request.token().isEmpty()) {
      throw Refusal.permissionDenied();
    }
    var entry = tokens.find(request.token()).orElseThrow(Refusal::invalidToken);
    var acl = policies.acl(Json.strings(entry.path("policies")));
    var mounted = mounts.find(request.path());
    var operation =
        mounted
            .map(it -> operation(request.below(it.path()), it.engine()))
            .orElse(request.operation());
    var asked = operation == Operation.LIST ? request.path() + "/" : request.path();
    if (!acl.allows(operation, asked)) {
      throw Refusal.permissionDenied();
    }
    var target = mounted.orElseThrow(() -> Refusal.noRoute(request.path()));
    var below = request.below(target.path()).withOperation(operation);
    if (target.engine().needsSudo(below.path()) && !acl.hasSudo(request.path())) {
      throw Refusal.permissionDenied();
    }
    tokens.use(entry);
    return target.engine().handle(below, new Identity(request.token(), entry, acl));
  }

  private static Operation operation(VaultRequest request, Engine engine) {
    return request.operation() == Operation.UPDATE && !engine.exists(request.path())
        ? Operation.CREATE
        : request.operation();
  }
}
