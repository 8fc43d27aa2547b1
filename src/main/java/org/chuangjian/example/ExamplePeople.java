package org.chuangjian.example;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.SignedIn;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.shared.TurnableClock;
import org.chuangjian.shared.WorkingDays;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The example's people at work: each deed is somebody's, with that person's rights and no others, and of some day. */
@Component
class ExamplePeople {

    private final People people;
    private final TurnableClock clock;
    private final WorkingDays workingDays;
    private final Map<String, SignedIn> signedIn = new HashMap<>();

    ExamplePeople(People people, TurnableClock clock, WorkingDays workingDays) {
        this.people = people;
        this.clock = clock;
        this.workingDays = workingDays;
    }

    /** @param deed answers what it has done; see {@link #does} for one that answers nothing */
    <T> T as(String account, Supplier<T> deed) {
        SignedIn person = signedIn.computeIfAbsent(account, name -> {
            Person found = people.get(name);
            return new SignedIn(
                    new CurrentUser(found.account(), found.name(), found.unitCode(), found.roles()), "", true, true);
        });
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities()));
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContextHolder.setContext(context);
        try {
            return deed.get();
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    <T> T as(String account, LocalDate day, Supplier<T> deed) {
        return on(day, () -> as(account, deed));
    }

    void does(String account, LocalDate day, Runnable deed) {
        on(
                day,
                () -> as(account, () -> {
                    deed.run();
                    return account;
                }));
    }

    <T> T on(LocalDate day, Supplier<T> deed) {
        return clock.on(day, deed);
    }

    /** So many working days ago. */
    LocalDate ago(int days) {
        return workingDays.minus(LocalDate.now(clock), days);
    }

    /** So many working days from now. */
    LocalDate ahead(int days) {
        return workingDays.plus(LocalDate.now(clock), days);
    }

    void forget() {
        signedIn.clear();
    }
}
