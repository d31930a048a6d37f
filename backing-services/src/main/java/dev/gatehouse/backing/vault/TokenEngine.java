package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The token auth method, mounted at {@code auth/token/}. */
final class TokenEngine implements Engine {

  private final Tokens tokens;
  private final Policies policies;

  TokenEngine(Tokens tokens, Policies policies) {
    this.tokens = tokens;
    this.policies = policies;
  }

  @Override
  public boolean exists(String path) {
    return true;
  }

  @Override
  public boolean needsSudo(String path) {
    return path.equals("revoke-orphan") || path.startsWith("accessors");
  }

  @Override
  public Reply handle(VaultRequest request, Identity caller) {
    if (request.path().equals("lookup-self")) {
      return Reply.of(view(caller.entry()).put("id", caller.token()));
    }
    if (!request.isWrite()) {
      throw Refusal.unsupportedOperation();
    }
    var body = request.body();
    return switch (request.path()) {
      case "create" -> create(body, caller, false);
      case "create-orphan" -> create(body, caller, true);
      case "lookup" -> {
        var token = body.path("token").asText(caller.token());
        var entry = tokens.find(token).orElseThrow(TokenEngine::badToken);
        yield Reply.of(view(entry).put("id", token));
      }
      case "lookup-accessor" -> Reply.of(view(byAccessor(body)).put("id", ""));
      case "renew-self" -> renew(caller.entry(), caller.token(), body);
      case "renew" -> {
        var token = body.path("token").asText("");
        var entry = tokens.find(token).orElseThrow(() -> Refusal.badRequest("token not found"));
        yield renew(entry, token, body);
      }
      case "renew-accessor" -> renew(byAccessor(body), "", body);
      case "revoke-self" -> revoke(caller.entry());
      case "revoke" ->
          tokens.find(required(body, "token")).map(this::revoke).orElseGet(Reply::noContent);
      case "revoke-accessor" -> revoke(byAccessor(body));
      default -> throw Refusal.unsupportedPath();
    };
  }

  private Reply create(ObjectNode body, Identity caller, boolean orphan) {
    boolean privileged = caller.acl().hasSudo("auth/token/create");
    if (caller.entry().path("num_uses").asInt() != 0) {
      throw Refusal.badRequest("restricted use token cannot generate child tokens");
    }
    if (body.has("id") && !privileged) {
      throw Refusal.badRequest("root or sudo privileges required to specify token id");
    }
    if (body.has("period") && !privileged) {
      throw Refusal.badRequest("root or sudo privileges required to create periodic token");
    }
    var names = policies(body, caller, privileged);
    var entry = Json.object();
    entry.put("accessor", Tokens.random());
    entry.set("policies", Json.array(names));
    boolean alone = orphan || (privileged && body.path("no_parent").asBoolean());
    entry.put("parent", alone ? "" : caller.entry().path("hash").asText());
    entry.put("orphan", alone);
    entry.put("num_uses", uses(body));
    entry.put("renewable", body.path("renewable").asBoolean(true));
    entry.put("path", "auth/token/create");
    var name = body.path("display_name").asText("");
    entry.put("display_name", name.isEmpty() ? "token" : "token-" + name);
    entry.set("meta", body.path("meta").isObject() ? body.path("meta") : null);
    entry.put("creation_time", Instant.now().getEpochSecond());
    TokenTimes.start(entry, body);
    var token = body.path("id").asText("s." + Tokens.random());
    tokens.add(token, entry);
    return Reply.auth(auth(entry, token), missing(names));
  }

  private static int uses(ObjectNode body) {
    int uses = body.path("num_uses").asInt();
    if (uses < 0) {
      throw Refusal.badRequest("number of uses cannot be negative");
    }
    return uses;
  }

  private List<String> policies(ObjectNode body, Identity caller, boolean privileged) {
    var own = Json.strings(caller.entry().path("policies"));
    var names = new TreeSet<>(Json.strings(body.path("policies")));
    boolean inherited = names.isEmpty();
    if (inherited) {
      names.addAll(own);
    } else if (names.contains(Policies.ROOT) && !own.contains(Policies.ROOT)) {
      throw Refusal.badRequest("root tokens may not be created without parent token being root");
    } else if (!privileged && !own.containsAll(names)) {
      throw Refusal.badRequest("child policies must be subset of parent");
    }
    if (!inherited && (privileged || own.contains(Policies.DEFAULT))) {
      names.add(Policies.DEFAULT);
    }
    if (body.path("no_default_policy").asBoolean()) {
      names.remove(Policies.DEFAULT);
    }
    return names.contains(Policies.ROOT) ? List.of(Policies.ROOT) : List.copyOf(names);
  }

  private List<String> missing(List<String> names) {
    var warnings = new ArrayList<String>();
    for (String name : names) {
      if (policies.read(name).isEmpty()) {
        warnings.add("Policy \"%s\" does not exist".formatted(name));
      }
    }
    return warnings;
  }

  private Reply renew(ObjectNode entry, String token, ObjectNode body) {
    if (!entry.path("renewable").asBoolean()) {
      throw Refusal.badRequest("lease is not renewable");
    }
    TokenTimes.extend(entry, Durations.of(body.path("increment"), "increment"));
    tokens.update(entry.put("renewed", Instant.now().toEpochMilli()));
    return Reply.auth(auth(entry, token), List.of());
  }

  private Reply revoke(ObjectNode entry) {
    tokens.revoke(entry);
    return Reply.noContent();
  }

  private ObjectNode byAccessor(ObjectNode body) {
    return tokens
        .findByAccessor(required(body, "accessor"))
        .orElseThrow(() -> Refusal.badRequest("invalid accessor"));
  }

  private static String required(ObjectNode body, String member) {
    var value = body.path(member).asText("");
    if (value.isEmpty()) {
      throw Refusal.badRequest("missing " + member);
    }
    return value;
  }

  private static Refusal badToken() {
    return Refusal.forbidden("bad token");
  }

  private static ObjectNode auth(ObjectNode entry, String token) {
    var auth = Json.object();
    auth.put("client_token", token);
    auth.set("accessor", entry.path("accessor"));
    auth.set("policies", entry.path("policies"));
    auth.set("token_policies", entry.path("policies"));
    auth.set("metadata", entry.path("meta"));
    auth.put("lease_duration", TokenTimes.remaining(entry));
    auth.set("renewable", entry.path("renewable"));
    auth.put("entity_id", "");
    auth.put("token_type", "service");
    auth.set("orphan", entry.path("orphan"));
    auth.set("num_uses", entry.path("num_uses"));
    auth.putNull("mfa_requirement");
    return auth;
  }

  private static ObjectNode view(ObjectNode entry) {
    var view = entry.deepCopy();
    view.remove(List.of("hash", "parent", "issued", "expires", "renewed", "period"));
    view.put("num_uses", Math.max(0, entry.path("num_uses").asInt()));
    view.put("ttl", TokenTimes.remaining(entry));
    view.put("explicit_max_ttl", entry.path("explicit_max_ttl").asLong() / 1000);
    view.put("entity_id", "");
    view.put("type", "service");
    long expires = entry.path("expires").asLong();
    view.put("expire_time", expires == 0 ? null : Instant.ofEpochMilli(expires).toString());
    if (expires != 0) {
      view.put("issue_time", Instant.ofEpochMilli(entry.path("issued").asLong()).toString());
    }
    if (entry.path("period").asLong() > 0) {
      view.put("period", entry.path("period").asLong() / 1000);
    }
    return view;
  }
}
