package org.chuangjian.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real Chromium: the installed one, or else the one Playwright fetches. */
public final class Chromium implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/bin/chromium");

    /**
     * Playwright's time limits are kept by its driver, a process of its own: while that stands still every call waits,
     * the closing ones too. A driver older than any class of tests is ended, and all its calls fail. One left behind
     * would also keep the output of the tests open, and Maven waiting for its end.
     */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Playwright playwright;
    private final Browser browser;
    private final Set<ProcessHandle> driver;
    private final Future<?> end;

    private Chromium(Playwright playwright, Browser browser, Set<ProcessHandle> driver, Future<?> end) {
        this.playwright = playwright;
        this.browser = browser;
        this.driver = driver;
        this.end = end;
    }

    public static Chromium start() {
        boolean installed = Files.isExecutable(INSTALLED);
        Set<ProcessHandle> others = children(Set.of());
        Playwright playwright = create(installed, others);
        Set<ProcessHandle> driver = children(others);
        Future<?> end = CompletableFuture.runAsync(
                () -> driver.forEach(Chromium::kill),
                CompletableFuture.delayedExecutor(LONGEST.toMinutes(), TimeUnit.MINUTES));
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        if (installed) {
            options.setExecutablePath(INSTALLED);
        }
        try {
            return new Chromium(playwright, playwright.chromium().launch(options), driver, end);
        } catch (PlaywrightException e) {
            close(playwright, driver, end);
            throw new IllegalStateException(
                    "These tests need Chromium. Install the package \"chromium\" (it is looked for at " + INSTALLED
                            + "), or let Playwright fetch one once it may reach the network.",
                    e);
        }
    }

    /** A person's own browser: nothing kept from anybody before. */
    public BrowserContext person(int width, int height) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("zh-CN")
                .setTimezoneId("Asia/Shanghai"));
        context.setDefaultTimeout(20_000);
        return context;
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            close(playwright, driver, end);
        }
    }

    private static Playwright create(boolean installed, Set<ProcessHandle> others) {
        try {
            return Playwright.create(new Playwright.CreateOptions()
                    .setEnv(installed ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1") : Map.of()));
        } catch (PlaywrightException e) {
            children(others).forEach(Chromium::kill);
            throw e;
        }
    }

    private static void close(Playwright playwright, Set<ProcessHandle> driver, Future<?> end) {
        try {
            playwright.close();
        } finally {
            end.cancel(false);
            driver.forEach(Chromium::kill);
        }
    }

    private static Set<ProcessHandle> children(Set<ProcessHandle> others) {
        return ProcessHandle.current()
                .children()
                .filter(it -> !others.contains(it))
                .collect(Collectors.toSet());
    }

    private static void kill(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
