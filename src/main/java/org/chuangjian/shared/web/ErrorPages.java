package org.chuangjian.shared.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Errors that never reached a controller: refused by a filter, or sent by the container. */
@Controller
class ErrorPages implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final Answers answers;

    ErrorPages(Answers answers) {
        this.answers = answers;
    }

    @RequestMapping("${server.error.path:/error}")
    Object error(HttpServletRequest request) {
        Object given = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = given instanceof Integer number ? number : 404;
        Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = String.valueOf(uri)
                .substring(uri == null ? 0 : request.getContextPath().length());
        if (status < 500) {
            Problem told = request.getAttribute(Answers.PROBLEM) instanceof Problem problem
                    ? problem
                    : ProblemAdvice.ofStatus(status);
            return answers.answer(request, path, told, null);
        }
        String reference = Ids.next();
        Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        LOG.error("{} failed with {}, reference {}", path, status, reference, cause instanceof Throwable t ? t : null);
        Problem problem = ProblemAdvice.unexpected(reference);
        return answers.answer(request, path, problem, reference);
    }
}
