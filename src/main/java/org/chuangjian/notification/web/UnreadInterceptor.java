package org.chuangjian.notification.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.chuangjian.identity.Access;
import org.chuangjian.notification.Inbox;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives every page {@code unread}: how many messages the signed-in person has not read, for the frame's header. */
@Component
class UnreadInterceptor implements HandlerInterceptor, WebMvcConfigurer {

    private final Inbox inbox;
    private final Access access;

    UnreadInterceptor(Inbox inbox, Access access) {
        this.inbox = inbox;
        this.access = access;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this)
                .excludePathPatterns(
                        "/api/**", "/css/**", "/js/**", "/webjars/**", "/camunda/**", "/actuator/**", "/error");
    }

    /** After the page has been made, so that a message it marks as read no longer counts. */
    @Override
    public void postHandle(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @org.jspecify.annotations.Nullable ModelAndView page) {
        boolean shown = page != null
                && page.getViewName() != null
                && !page.getViewName().startsWith("redirect:")
                && !page.getViewName().contains("::");
        if (shown && access.user().isPresent()) {
            request.setAttribute("unread", inbox.unread());
        }
    }
}
