package org.chuangjian.shared.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.chuangjian.shared.Problem;
import org.springframework.ui.Model;

/**
 * How a page answers a form: what the form asked for is done and the person goes on, or the page comes back and says
 * why not. Handlers take it as an argument.
 */
public final class Reply {

    private final Model model;
    private final Map<String, Object> next;
    private final HttpServletResponse response;

    Reply(Model model, Map<String, Object> next, HttpServletResponse response) {
        this.model = model;
        this.next = next;
        this.response = response;
    }

    public Model model() {
        return model;
    }

    /** Leaves something for the page the person goes on to. */
    public Reply with(String name, Object value) {
        next.put(name, value);
        return this;
    }

    /** @return the view that goes on to the path, where the sentence is shown */
    public String done(String path, String sentence) {
        return with("done", sentence).to(path);
    }

    /** @return the view that goes on to the path, where the reason is shown */
    public String failed(String path, String reason) {
        return with("failed", reason).to(path);
    }

    private String to(String path) {
        return "redirect:" + path;
    }

    /**
     * Does it, or shows the page again. What a person may not do or what is not there (403, 404) is no matter of what
     * was typed and has its own page.
     *
     * @param deed does it and says where to go on, usually by {@link #done}
     * @param again fills the page and names its view
     */
    public String orAgain(Supplier<String> deed, Function<Problem, String> again) {
        return orAgainAlways(deed, problem -> {
            passOn(problem);
            return again.apply(problem);
        });
    }

    /** Like {@link #orAgain}, for a form in which a person may well ask for what others may do. */
    public String orAgainAlways(Supplier<String> deed, Function<Problem, String> again) {
        try {
            return deed.get();
        } catch (Problem problem) {
            response.setStatus(problem.status());
            return again.apply(problem);
        }
    }

    /** Does it and goes on to the path in any case, where is shown what was done, or why not. */
    public String orSay(String path, Supplier<String> deed) {
        return orBack(path, () -> done(path, deed.get()));
    }

    /**
     * Does it, or goes back to the path, where is shown why not.
     *
     * @param deed does it and says where to go on, usually by {@link #done}
     */
    public String orBack(String path, Supplier<String> deed) {
        try {
            return deed.get();
        } catch (Problem problem) {
            passOn(problem);
            return with("failedCode", problem.code()).failed(path, problem.detail());
        }
    }

    private static void passOn(Problem problem) {
        if (problem.status() == 403 || problem.status() == 404) {
            throw problem;
        }
    }
}
