package dev.gatehouse.launcher.suite;

import dev.gatehouse.backing.postgres.PostgresServer;
import dev.gatehouse.launcher.api.AuthApi;
import dev.gatehouse.launcher.api.KeyedApi;
import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.data.StateFile;
import dev.gatehouse.launcher.demo.DemoSetup;
import dev.gatehouse.platform.identity.Scope;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What follows once all services are ready: an API key, the demo gateway, {@code endpoints.json},
 * and the proof that a tool can be called.
 */
final class FirstSteps {

  private static final String KEY_NAME = "local run";

  private final RunSettings settings;
  private final StateFile state;
  private final ServiceEnvironment environment;
  private final Backing backing;
  private final Progress progress;

  FirstSteps(
      RunSettings settings,
      StateFile state,
      ServiceEnvironment environment,
      Backing backing,
      Progress progress) {
    this.settings = settings;
    this.state = state;
    this.environment = environment;
    this.backing = backing;
    this.progress = progress;
  }

  void run() throws IOException {
    var auth = new AuthApi(settings.folder(), environment.url(Service.AUTH));
    var made = auth.bootstrap();
    var apiKey = apiKey(auth);
    var demo = settings.demo() ? demo(made) : null;
    var password = made.passwordChanged() ? "" : environment.secrets().get("admin");
    var admin = new Endpoints.Admin(made.username(), password);
    endpoints(admin, apiKey, demo).write(settings.folder());
    if (demo == null) {
      return;
    }
    var api = new KeyedApi(environment.origin(), apiKey);
    var upstream = "http://127.0.0.1:" + environment.ports().get("demo") + "/mcp";
    var setup = new DemoSetup(api, upstream, environment.secrets().get("demo"));
    if (state.read().demoDone()) {
      setup.moveConnector();
      return;
    }
    setup.run();
    api.awaitTool(
        "/mcp/%s/%s".formatted(demo.org(), demo.gateway()), "echo", Map.of("message", "hello"));
    state.update(it -> it.withDemoDone());
    progress.step("The demo gateway is ready");
  }

  /** The key of the last start, unless it was revoked. */
  private String apiKey(AuthApi auth) throws IOException {
    var known =
        Endpoints.read(settings.folder()).map(Endpoints::apiKey).filter(key -> !key.isEmpty());
    if (known.isPresent() && new KeyedApi(environment.origin(), known.get()).isKeyGood()) {
      return known.get();
    }
    return auth.createKey(KEY_NAME, Arrays.stream(Scope.values()).map(Scope::value).toList(), null);
  }

  private Endpoints.Demo demo(AuthApi.Bootstrap made) {
    var url =
        "%s/mcp/%s/%s".formatted(environment.origin(), made.organisationSlug(), DemoSetup.GATEWAY);
    return new Endpoints.Demo(made.organisationSlug(), DemoSetup.GATEWAY, url);
  }

  private Endpoints endpoints(Endpoints.Admin admin, String apiKey, Endpoints.@Nullable Demo demo) {
    var origin = environment.origin();
    var postgres = backing.postgres();
    return new Endpoints(
        origin,
        origin,
        origin + "/mcp",
        admin,
        apiKey,
        demo,
        services(),
        new Endpoints.Postgres(
            postgres.host(),
            postgres.port(),
            PostgresServer.SUPERUSER,
            postgres.password(),
            postgres.pid()),
        new Endpoints.Kafka(backing.kafka().bootstrapServers()),
        new Endpoints.Vault(backing.vault().url(), backing.vault().rootToken()));
  }

  private Map<String, Endpoints.ServiceAddress> services() {
    var processes = state.read();
    var services = new HashMap<String, Endpoints.ServiceAddress>();
    for (Service service : Service.values()) {
      long pid = processes.process(service.id()).map(it -> it.pid()).orElse(0L);
      services.put(
          service.id(),
          new Endpoints.ServiceAddress(
              pid, environment.url(service), environment.management(service)));
    }
    return services;
  }
}
