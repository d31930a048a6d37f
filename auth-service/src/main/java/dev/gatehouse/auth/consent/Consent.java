package dev.gatehouse.auth.consent;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.openid.connect.sdk.OIDCError;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.authorize.Answers;
import dev.gatehouse.auth.authorize.PendingAuthorization;
import dev.gatehouse.auth.authorize.PendingAuthorizations;
import dev.gatehouse.auth.authorize.Resource;
import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.auth.token.Grants;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out what a person decides about an authorization request, once. */
@ApplicationScoped
class Consent {
  private static final String ACTION = "consent.give";

  private final PendingAuthorizations pending;
  private final Organisations organisations;
  private final Grants grants;
  private final GivenConsents given;
  private final Answers answers;
  private final AuditLog audit;
  private final Transactions transactions;

  Consent(
      PendingAuthorizations pending,
      Organisations organisations,
      Grants grants,
      GivenConsents given,
      Answers answers,
      AuditLog audit,
      Transactions transactions) {
    this.pending = pending;
    this.organisations = organisations;
    this.grants = grants;
    this.given = given;
    this.answers = answers;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * The organisations that the person may pick: members only, and with a role that allows some of
   * what is asked for.
   */
  List<Choice> choices(PendingAuthorization request, User user) {
    Optional<String> fixed = pending.resource(request).organisationSlug();
    return transactions.asPlatform(() -> organisations.of(user.id())).stream()
        .filter(member -> fixed.isEmpty() || fixed.get().equals(member.slug()))
        .filter(member -> request.permits(member.organisation()))
        .map(member -> Choice.of(member, request.scopes()))
        .filter(Choice::useful)
        .toList();
  }

  /**
   * The choice that the person need not make again: there is one only, and the same was allowed
   * before.
   */
  Optional<Choice> answered(PendingAuthorization request, User user, List<Choice> choices) {
    return choices.size() == 1
            && !request.askAgain()
            && transactions.asPlatform(() -> given.answers(request, user.id(), choices.getFirst()))
        ? Optional.of(choices.getFirst())
        : Optional.empty();
  }

  /** Tells a client that wants no page which one would be needed. */
  Optional<URI> pageNeeded(PendingAuthorization request, Optional<User> user) {
    return end(request, user.orElse(null), "page-needed")
        ? Optional.of(
            answers.error(
                request, user.isPresent() ? OIDCError.CONSENT_REQUIRED : OIDCError.LOGIN_REQUIRED))
        : Optional.empty();
  }

  /**
   * Gives the client its code, judged by the membership of this moment.
   *
   * @param remembered whether the person was not asked, because the same was allowed before
   * @return where the browser goes, or empty if the request was decided before
   */
  Optional<URI> approve(
      PendingAuthorization request, User user, Choice choice, boolean remembered) {
    String organisation = choice.member().organisation();
    return transactions.in(
        organisation,
        () -> {
          if (!pending.take(request)) {
            return Optional.empty();
          }
          Optional<Choice> now =
              organisations
                  .member(organisation, user.id())
                  .map(member -> Choice.of(member, request.scopes()))
                  .filter(Choice::useful);
          return Optional.of(
              now.map(good -> grant(request, user, good, remembered))
                  .orElseGet(() -> tooLate(request, user, organisation)));
        });
  }

  private URI grant(PendingAuthorization request, User user, Choice choice, boolean remembered) {
    String organisation = choice.member().organisation();
    OpaqueToken code =
        grants.create(
            new Grants.Permission(
                organisation, user.id(), request.clientId(), request.resource(), choice.scopes()),
            request.redirectUri(),
            request.codeChallenge());
    given.remember(request, user.id(), choice);
    audit.add(
        organisation,
        Decided.done(actor(request, user), ACTION, target(request))
            .with("scope", Scope.format(choice.scopes()))
            .with("redirectUri", request.redirectUri())
            .with("remembered", remembered ? "true" : null));
    return answers.code(request, code);
  }

  private URI tooLate(PendingAuthorization request, User user, String organisation) {
    audit.add(organisation, refused(request, user, "membership-ended"));
    return answers.error(request, OAuth2Error.ACCESS_DENIED);
  }

  /** Tells the client that the person does not want it. */
  Optional<URI> deny(PendingAuthorization request, User user) {
    return end(request, user, "denied-by-user")
        ? Optional.of(answers.error(request, OAuth2Error.ACCESS_DENIED))
        : Optional.empty();
  }

  /** Tells the client that the person has no place where it wants to go. */
  Optional<URI> noChoice(PendingAuthorization request, User user) {
    Resource resource = pending.resource(request);
    return end(request, user, "no-organisation")
        ? Optional.of(
            answers.error(
                request,
                resource.organisationSlug().isPresent()
                    ? OAuth2Error.INVALID_TARGET
                    : OAuth2Error.ACCESS_DENIED))
        : Optional.empty();
  }

  /** Keeps a record of a form that was not made for this browser, session and request. */
  void forged(PendingAuthorization request, User user) {
    transactions.asPlatform(() -> {
      audit.add(organisation(request), refused(request, user, "forged-form"));
      return true;
    });
  }

  private boolean end(PendingAuthorization request, @Nullable User user, String rule) {
    return transactions.asPlatform(() -> {
      boolean taken = pending.take(request);
      if (taken) {
        audit.add(organisation(request), refused(request, user, rule));
      }
      return taken;
    });
  }

  // Whose endpoint it is, if it is one's.
  private String organisation(PendingAuthorization request) {
    return pending
        .resource(request)
        .organisationSlug()
        .flatMap(organisations::findBySlug)
        .map(found -> found.id())
        .orElse(EventKey.PLATFORM);
  }

  private static Decided refused(PendingAuthorization request, @Nullable User user, String rule) {
    return Decided.refused(actor(request, user), ACTION, target(request), rule);
  }

  private static Actor actor(PendingAuthorization request, @Nullable User user) {
    return new Actor(user == null ? null : user.id(), request.clientId(), null, null, null);
  }

  private static Target target(PendingAuthorization request) {
    return Target.of("resource", request.resource(), null);
  }
}
