package org.chuangjian.support;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** People at their desks: each signed in, in a browser of their own. */
public final class Desks implements AutoCloseable {

    private final Chromium chromium;
    private final Gallery gallery;
    private final String url;
    private final String password;
    private final Map<String, Page> pages = new HashMap<>();

    public Desks(Chromium chromium, Gallery gallery, String url, String password) {
        this.chromium = chromium;
        this.gallery = gallery;
        this.url = url;
        this.password = password;
    }

    public Page of(String account) {
        return pages.computeIfAbsent(account, it -> signedIn(it, 1366, 768));
    }

    /** @return the person's page, showing the path */
    public Page of(String account, String path) {
        Page page = of(account);
        page.navigate(url + path);
        return page;
    }

    public Page phoneOf(String account, String path) {
        Page page = pages.computeIfAbsent(account, it -> signedIn(it, 360, 800));
        page.navigate(url + path);
        return page;
    }

    private Page signedIn(String account, int width, int height) {
        BrowserContext browser = gallery.watch(chromium.person(width, height));
        browser.setDefaultTimeout(40_000);
        Page page = browser.newPage();
        page.onDialog(Dialog::accept);
        page.navigate(url + "/login");
        page.locator("#account").fill(account);
        page.locator("#password").fill(password);
        press(page, "登录");
        page.waitForURL(it -> !it.contains("/login"));
        return page;
    }

    /** The task in Tasklist with these words, in the list with that name. */
    public Page task(String account, String list, String words) {
        Page page = of(account);
        page.navigate(url + "/camunda/app/tasklist/default/");
        list(page, list);
        task(page, words);
        return page;
    }

    /** Opens Tasklist's list with that name. */
    public static void list(Page page, String name) {
        page.locator(".task-filters a, .filters a", new Page.LocatorOptions().setHasText(name))
                .first()
                .click();
    }

    /** Opens Tasklist's task with these words. */
    public static void task(Page page, String words) {
        page.locator("ol.tasks-list li", new Page.LocatorOptions().setHasText(words))
                .first()
                .click();
        page.locator(".cj-ready").waitFor();
    }

    /** A part of the open form or page. */
    public static Locator part(Page page, String name) {
        return page.locator("[data-part=" + name + "]");
    }

    /** The button or link with exactly these words. */
    public static void press(Page page, String words) {
        press(page.locator("body"), words);
    }

    public static void press(Locator inside, String words) {
        inside.locator("button:visible, a:visible")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + words + "\\s*$")))
                .first()
                .click();
    }

    /** The number on the tile with this label. */
    public static Locator tile(Page page, String label) {
        return page.locator(".tile:has(.tile-label:text-is(\"" + label + "\")) .tile-number");
    }

    /** Opens what is folded under these words. */
    public static Locator unfold(Page page, String words) {
        Locator fold = page.locator(
                        "details",
                        new Page.LocatorOptions()
                                .setHas(page.locator(
                                        "summary",
                                        new Page.LocatorOptions().setHasText(Pattern.compile("^\\s*" + words)))))
                .first();
        if (fold.getAttribute("open") == null) {
            fold.locator("> summary").click();
        }
        return fold;
    }

    public static void assertDone(Page page, String words) {
        assertThat(page.locator(".notices .alert-ok")).containsText(words);
    }

    public static void assertRefused(Page page, String... words) {
        Locator alert = page.locator(".alert-error").first();
        for (String word : words) {
            assertThat(alert).containsText(word);
        }
    }

    public static FilePayload csv(String name, String text) {
        return new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        pages.values().forEach(page -> page.context().close());
    }
}
