package org.chuangjian.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentPeople;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Gives every page {@code me} (the signed-in person) and {@code nav}. They are request attributes and not model
 * attributes, because the model of an error page is built without any advice.
 */
@Component
class NavigationInterceptor implements HandlerInterceptor, WebMvcConfigurer {

    private final Access access;
    private final CurrentPeople people;

    NavigationInterceptor(Access access, CurrentPeople people) {
        this.access = access;
        this.people = people;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this)
                .excludePathPatterns("/api/**", "/css/**", "/js/**", "/webjars/**", "/camunda/**", "/actuator/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        access.user().ifPresent(user -> {
            request.setAttribute("me", user);
            request.setAttribute("nav", Navigation.of(user, people.unitName(user)));
            if (request.getMethod().equals("GET")) {
                request.setAttribute("address", address(request));
            }
        });
        return true;
    }

    /** Of the page, within the product: what an instruction given there remembers. */
    private static String address(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }
}
