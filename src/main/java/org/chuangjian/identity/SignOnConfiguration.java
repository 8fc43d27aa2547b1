package org.chuangjian.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.web.Answers;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The door to all our pages and the API. Whatever is not named here is open to nobody who has not signed in. */
@Configuration(proxyBeanMethods = false)
class SignOnConfiguration {

    /** The forms' limit, spring.servlet.multipart.max-request-size. */
    static final long MAX_FORM_BYTES = 2L * 1024 * 1024 * 1024;

    /** Chart and diagram libraries set styles on elements; scripts come from our own files only. */
    private static final String CONTENT_POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
            + " 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'; frame-ancestors 'self'; object-src 'none';"
            + " base-uri 'self'; form-action 'self'";

    @Bean
    static PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pagesAndApi(
            HttpSecurity http, SignOn signOn, Journal journal, @Value("${chuangjian.https:false}") boolean https)
            throws Exception {
        signOn.share(http)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers("/login", "/error", "/favicon.ico", "/favicon.svg", "/inspect-worker.js")
                        .permitAll()
                        .requestMatchers("/css/**", "/js/**", "/webjars/**")
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasRole("SYSTEM_ADMIN")
                        .requestMatchers("/camunda/**", "/engine-rest/**")
                        .denyAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage(SignOn.LOGIN)
                        .usernameParameter("account")
                        .passwordParameter("password")
                        .successHandler(welcome(signOn, journal))
                        .failureUrl("/login?refused"))
                .addFilterAt(basic(signOn), BasicAuthenticationFilter.class)
                .logout(logout -> logout.logoutSuccessUrl("/login?out").deleteCookies("JSESSIONID"))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens(https))
                        .csrfTokenRequestHandler(new HeaderOrFormToken())
                        .requireCsrfProtectionMatcher(SignOnConfiguration::needsToken))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .frameOptions(frames -> frames.sameOrigin())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .httpStrictTransportSecurity(hsts -> {
                            hsts.includeSubDomains(false);
                            if (https) {
                                hsts.requestMatcher(request -> true);
                            }
                        }));
        return http.build();
    }

    private static BasicAuthenticationFilter basic(SignOn signOn) {
        BasicAuthenticationFilter filter = new BasicAuthenticationFilter(signOn.manager(), signOn::askToSignIn);
        BasicAuthenticationConverter converter = new BasicAuthenticationConverter();
        filter.setAuthenticationConverter(request -> isForScripts(request) ? converter.convert(request) : null);
        return filter;
    }

    private static boolean isForScripts(HttpServletRequest request) {
        String path = Answers.path(request);
        return path.startsWith("/api/") || path.startsWith("/v3/api-docs") || path.startsWith("/actuator/");
    }

    /** A script sends its password itself; only a session cookie is sent without the caller's knowing. */
    private static boolean needsToken(HttpServletRequest request) {
        boolean script = isForScripts(request) && request.getRequestedSessionId() == null;
        return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request) && !script;
    }

    /** Names of our own: the engine's web applications use the usual ones for their own tokens. */
    private static CookieCsrfTokenRepository tokens(boolean https) {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieName("CHUANGJIAN-XSRF");
        tokens.setHeaderName("X-CHUANGJIAN-XSRF");
        tokens.setParameterName("_csrf");
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie -> {
            cookie.sameSite("Lax");
            if (https) {
                cookie.secure(true);
            }
        });
        return tokens;
    }

    private static AuthenticationSuccessHandler welcome(SignOn signOn, Journal journal) {
        SavedRequestAwareAuthenticationSuccessHandler handler = new SavedRequestAwareAuthenticationSuccessHandler() {
            @Override
            protected String determineTargetUrl(
                    HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
                return authentication.getPrincipal() instanceof SignedIn person ? StartPage.of(person.user()) : "/";
            }
        };
        handler.setRequestCache(signOn.requestCache());
        return (request, response, authentication) -> {
            if (authentication.getPrincipal() instanceof SignedIn person) {
                CurrentUser user = person.user();
                journal.write(
                        user.account(),
                        user.name(),
                        null,
                        "person",
                        user.account(),
                        "登录",
                        "来源 " + request.getRemoteAddr());
            }
            handler.onAuthenticationSuccess(request, response, authentication);
        };
    }

    /**
     * Pages carry the token masked anew each time; a form inside the engine's web application can only read the cookie
     * and sends it as it is.
     */
    private static final class HeaderOrFormToken implements CsrfTokenRequestHandler {

        private final XorCsrfTokenRequestAttributeHandler masked = new XorCsrfTokenRequestAttributeHandler();
        private final CsrfTokenRequestAttributeHandler plain = new CsrfTokenRequestAttributeHandler();

        @Override
        public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
            masked.handle(request, response, token);
        }

        @Override
        public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
            String unmasked = masked.resolveCsrfTokenValue(request, token);
            if (unmasked == null && request.getHeader(token.getHeaderName()) != null) {
                return plain.resolveCsrfTokenValue(request, token);
            }
            return unmasked;
        }
    }
}
