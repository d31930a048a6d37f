package dev.gatehouse.auth.provider;

import dev.gatehouse.auth.login.SignInOptions;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The providers that the operator has configured. None of them is asked anything at the start. */
@ApplicationScoped
class Providers implements SignInOptions {
  static final String PATH = "/login/with/";

  private final Map<String, Provider> byName = new TreeMap<>();

  Providers(ProviderConfig config, ProviderHttp http, Origin origin) {
    config
        .byName()
        .forEach((name, settings) ->
            byName.put(
                name,
                new Provider(
                    name,
                    settings,
                    URI.create(origin.value() + PATH + name + "/callback"),
                    new Discovery(settings.issuer(), http))));
  }

  Optional<Provider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public List<Option> options() {
    return byName.values().stream()
        .map(provider -> new Option(provider.config().label(), PATH + provider.name()))
        .toList();
  }
}
