package org.chuangjian.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.stream.Stream;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Answers;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds a session to what is true now: new roles count at the next request, a person out of use or with a new password
 * is signed out, and who has to choose a password does nothing else before.
 */
class FreshRightsFilter extends OncePerRequestFilter {

    private final CurrentPeople people;
    private final Answers answers;

    FreshRightsFilter(CurrentPeople people, Answers answers) {
        this.people = people;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof SignedIn before) {
            CurrentPeople.State now = people.state(before.getUsername());
            if (now == null || !now.person().passwordStamp().equals(before.passwordStamp())) {
                signOut(request);
            } else {
                if (!now.person().user().equals(before.user())) {
                    replace(authentication, now.person());
                }
                if (now.mustChangePassword() && !allowedBefore(Answers.path(request))) {
                    sendToPassword(request, response);
                    return;
                }
            }
        }
        chain.doFilter(request, response);
    }

    private static void signOut(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static void replace(Authentication old, SignedIn person) {
        UsernamePasswordAuthenticationToken token =
                UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
        token.setDetails(old.getDetails());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(token);
        SecurityContextHolder.setContext(context);
    }

    private static boolean allowedBefore(String path) {
        return path.equals("/account")
                || path.equals("/logout")
                || path.equals("/login")
                || path.equals("/error")
                || Stream.of(SignOn.OPEN_FOLDERS).anyMatch(path::startsWith);
    }

    private void sendToPassword(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Answers.wantsJson(request, Answers.path(request)) || !"GET".equals(request.getMethod())) {
            answers.write(response, Problem.of(403, "password-change-required", "请先在“我的账号”里设置自己的密码，再办理其他事项。"));
        } else {
            response.sendRedirect(request.getContextPath() + "/account");
        }
    }
}
