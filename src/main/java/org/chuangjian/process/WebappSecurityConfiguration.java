package org.chuangjian.process;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.chuangjian.identity.SignOn;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Answers;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * The door to the engine's web applications. Their own rules let through what they do not list; here everything is
 * closed but what {@link WebappPaths} names.
 */
@Configuration(proxyBeanMethods = false)
class WebappSecurityConfiguration {

    @Bean
    @Order(1)
    SecurityFilterChain engineWebapps(
            HttpSecurity http, SignOn signOn, Answers answers, @Value("${chuangjian.https:false}") boolean https)
            throws Exception {
        signOn.share(http)
                .securityMatcher(WebappPaths.EVERYTHING)
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(
                        (request, response, refusal) -> askToSignIn(request, response, answers)))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                            .permitAll()
                            .requestMatchers(WebappPaths.CLOSED_TO_ALL)
                            .denyAll()
                            .requestMatchers(WebappPaths.TASKLIST)
                            .hasAnyRole(WebappPaths.TASKLIST_ROLES)
                            .anyRequest()
                            .hasRole("SYSTEM_ADMIN");
                })
                // The web applications check tokens of their own, under names of their own.
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.logoutRequestMatcher(WebappPaths.LOGOUT)
                        .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT))
                        .deleteCookies("JSESSIONID"))
                .addFilterAfter(new QueryGuard(answers), AuthorizationFilter.class)
                .addFilterAfter(new EngineSignOn(), QueryGuard.class)
                .addFilterAfter(new WebappPolicy(), EngineSignOn.class)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(WebappPolicy.WITHOUT_INLINE_SCRIPT))
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

    private static void askToSignIn(HttpServletRequest request, HttpServletResponse response, Answers answers)
            throws IOException {
        if (Answers.wantsJson(request, Answers.path(request))) {
            answers.write(response, Problem.of(401, "unauthorized", "请先登录。"));
        } else {
            response.sendRedirect(request.getContextPath() + "/login");
        }
    }
}
