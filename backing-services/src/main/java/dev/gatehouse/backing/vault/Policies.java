package dev.gatehouse.backing.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The ACL policies by name. A token's policy that is not there grants nothing. */
final class Policies {

  static final String ROOT = "root";
  static final String DEFAULT = "default";

  private static final String PREFIX = "policy/";
  private static final String DEFAULT_RULES =
      """
      path "auth/token/lookup-self" { capabilities = ["read"] }
      path "auth/token/renew-self" { capabilities = ["update"] }
      path "auth/token/revoke-self" { capabilities = ["update"] }
      path "sys/capabilities-self" { capabilities = ["update"] }
      """;

  private final Store store;
  private final Map<String, List<PolicyRule>> parsed = new ConcurrentHashMap<>();

  Policies(Store store) {
    this.store = store;
  }

  Acl acl(Collection<String> names) {
    if (names.contains(ROOT)) {
      return Acl.root();
    }
    var rules = new ArrayList<PolicyRule>();
    for (String name : names) {
      read(name)
          .map(text -> parsed.computeIfAbsent(text, PolicyParser::parse))
          .ifPresent(rules::addAll);
    }
    return Acl.of(rules);
  }

  /** The text of a policy; that of {@code root} is empty. */
  Optional<String> read(String name) {
    if (name.equals(ROOT)) {
      return Optional.of("");
    }
    var stored = store.read(PREFIX + name).map(document -> document.path("policy").asText());
    return stored.isEmpty() && name.equals(DEFAULT) ? Optional.of(DEFAULT_RULES) : stored;
  }

  List<String> names() {
    var names = new TreeSet<>(store.keys(PREFIX));
    names.add(ROOT);
    names.add(DEFAULT);
    return List.copyOf(names);
  }

  void write(String name, String text) {
    if (name.equals(ROOT)) {
      throw Refusal.badRequest("cannot update \"root\" policy");
    }
    PolicyParser.parse(text);
    store.change(changes -> {
      changes.put(PREFIX + name, Json.object().put("policy", text));
      return name;
    });
  }

  void delete(String name) {
    if (name.equals(ROOT) || name.equals(DEFAULT)) {
      throw Refusal.badRequest("cannot delete \"%s\" policy".formatted(name));
    }
    store.change(changes -> {
      changes.remove(PREFIX + name);
      return name;
    });
  }
}
