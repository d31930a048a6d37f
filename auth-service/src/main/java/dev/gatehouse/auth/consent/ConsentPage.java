package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.authorize.PendingAuthorization;
import dev.gatehouse.auth.authorize.Resource;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.platform.identity.Scope;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a person sees before deciding.
 *
 * @param username who decides
 * @param client what the application calls itself
 * @param publisher host of the document that describes the application; empty if there is none
 * @param destination where the answer goes, for a person to recognise
 * @param local the answer stays on this computer, where any program can pose as the application
 * @param resource what the access is to
 * @param permissions in plain words
 * @param choices organisations; the person picks one
 */
record ConsentPage(
    String id,
    String csrf,
    String username,
    String client,
    String publisher,
    String destination,
    boolean local,
    String resource,
    List<String> permissions,
    List<Option> choices) {

  /**
   * One organisation to pick.
   *
   * @param limit what the person's role leaves out there, in plain words; may be empty
   */
  record Option(String id, String name, String slug, String role, String limit) {}

  static ConsentPage of(
      PendingAuthorization pending,
      Resource resource,
      Client client,
      String username,
      String csrf,
      List<Choice> choices) {
    return new ConsentPage(
        pending.id(),
        csrf,
        username,
        client.name(),
        client.describedAt().orElse(""),
        destination(URI.create(pending.redirectUri())),
        Client.staysOnTheMachine(pending.redirectUri()),
        words(resource),
        pending.scopes().stream().sorted().map(ConsentPage::words).toList(),
        choices.stream().map(choice -> option(choice, pending.scopes())).toList());
  }

  private static Option option(Choice choice, Set<Scope> asked) {
    return new Option(
        choice.member().organisation(),
        choice.member().name(),
        choice.member().slug(),
        choice.member().role().value(),
        choice.scopes().containsAll(asked)
            ? ""
            : "only: "
                + String.join(
                    "; ", choice.scopes().stream().sorted().map(ConsentPage::words).toList()));
  }

  static String words(Scope scope) {
    return switch (scope) {
      case READ -> "Look at what is there, and use tools that only read";
      case WRITE -> "Create and change things, and use tools that do";
      case ADMIN -> "Delete things, and manage keys, members and organisations";
    };
  }

  private static String words(Resource resource) {
    return switch (resource) {
      case Resource.Management _ -> "Gatehouse itself";
      case Resource.Api _ -> "the REST API of Gatehouse";
      case Resource.Endpoint endpoint -> "the tools of “" + endpoint.name() + "”";
    };
  }

  private static String destination(URI redirectUri) {
    String scheme = redirectUri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    return web ? redirectUri.getAuthority() : "an application on this computer (" + scheme + ":)";
  }
}
