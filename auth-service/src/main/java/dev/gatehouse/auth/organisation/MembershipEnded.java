package dev.gatehouse.auth.organisation;

/**
 * A person has left an organisation, or was put out. Fired in the transaction of that change, which
 * is the organisation's: what the person's membership had brought about ends with it.
 *
 * @param organisation its id
 * @param user the person's id
 */
public record MembershipEnded(String organisation, String user) {}
