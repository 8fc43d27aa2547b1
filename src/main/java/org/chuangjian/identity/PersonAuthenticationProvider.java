package org.chuangjian.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.chuangjian.organisation.People;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Checks account and password. Every refusal looks and lasts the same, so that it does not tell which accounts exist. A
 * password that was right is remembered for some minutes as a salted digest, because a script sends it with every call
 * and the stored hash is slow on purpose; a changed password or a person out of use is noticed at once all the same.
 */
@Component
class PersonAuthenticationProvider implements AuthenticationProvider {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MAX_REMEMBERED = 1_000;

    private final Accounts accounts;
    private final AddressFailures addresses;
    private final Clock clock;
    private final String hashOfNobody;
    private final String salt;
    private final Map<String, Proof> proofs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Proof> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    PersonAuthenticationProvider(Accounts accounts, AddressFailures addresses, PasswordEncoder encoder, Clock clock) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.clock = clock;
        this.salt = random();
        this.hashOfNobody = String.valueOf(encoder.encode(random()));
    }

    @Override
    public Authentication authenticate(Authentication request) {
        String account = People.account(request.getName());
        String password = String.valueOf(request.getCredentials());
        String address = request.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        Optional<SignedIn> found = accounts.load(account);
        boolean mayTry =
                found.isPresent() && found.get().isEnabled() && found.get().isAccountNonLocked();
        String hash = mayTry ? String.valueOf(found.get().getPassword()) : hashOfNobody;
        if (!provenBefore(account, password, hash)) {
            boolean blocked = addresses.blocked(address);
            boolean right = accounts.matches(password, blocked ? hashOfNobody : hash);
            if (!mayTry || !right) {
                addresses.failed(address);
                if (mayTry && !blocked) {
                    // Tries while it is locked do not prolong the lock.
                    accounts.failed(account, address);
                }
                throw new BadCredentialsException("Refused");
            }
        }
        remember(account, password, hash);
        accounts.succeeded(account);
        SignedIn person = found.get();
        UsernamePasswordAuthenticationToken token =
                UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
        token.setDetails(request.getDetails());
        return token;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private boolean provenBefore(String account, String password, String hash) {
        Proof proof;
        synchronized (proofs) {
            proof = proofs.get(account);
        }
        return proof != null
                && proof.until.isAfter(clock.instant())
                && proof.hash.equals(hash)
                && proof.digest.equals(Digests.sha256(salt + password));
    }

    private void remember(String account, String password, String hash) {
        Proof proof =
                new Proof(hash, Digests.sha256(salt + password), clock.instant().plus(REMEMBERED));
        synchronized (proofs) {
            proofs.put(account, proof);
        }
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** @param hash the stored hash it was proven against: another one makes the proof worthless */
    private record Proof(String hash, String digest, Instant until) {}
}
