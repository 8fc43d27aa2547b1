package org.chuangjian.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Pictures of the pages as people see them. What is pictured is also looked at: nothing may stick out to the side, no
 * word may be English and no key may stand where a text should, and the browser may have found nothing to complain of.
 */
public final class Gallery {

    private static final Pattern LATIN = Pattern.compile("[A-Za-z][A-Za-z_]{2,}");

    /** Names and file types that are written so in Chinese too. */
    private static final Set<String> NAMES = Set.of(
            ("excel pdf bpmn sha doc docx ofd rtf txt wps csv xls xlsx ppt pptx bmp gif heic jpeg jpg png tif tiff"
                            + " webp amr wav avi flv mkv mov webm wmv rar zip")
                    .split(" "));

    /** The browser itself reports every refused request; that it was refused is what the step wants. */
    private static final List<Pattern> KNOWN = List.of(
            Pattern.compile("Failed to load resource: the server responded with a status of (403|409|413|422).*"));

    private final Path folder;
    private final Set<String> codes;
    private final List<String> complaints = new ArrayList<>();
    private int number;

    /** @param codes what people gave themselves: accounts, codes of units */
    public Gallery(Path folder, Set<String> codes) {
        this.folder = folder;
        this.codes = codes;
    }

    /** Pictures with numbers of their own, so that two journeys leave theirs side by side. */
    public Gallery from(int first) {
        Gallery other = new Gallery(folder, codes);
        other.number = first - 1;
        return other;
    }

    /** The same where there are more such codes. */
    public Gallery knowing(Collection<String> more) {
        Set<String> all = new HashSet<>(codes);
        all.addAll(more);
        Gallery other = new Gallery(folder, all);
        other.number = number;
        return other;
    }

    /** Listens to everything the browser finds wrong in the pages of this person. */
    public BrowserContext watch(BrowserContext person) {
        person.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !asksForCompletedTask(message)
                    && KNOWN.stream().noneMatch(it -> matches(it, message))) {
                complaints.add("Console of " + message.page().url() + ": " + message.text() + " " + message.location());
            }
        });
        person.onWebError(error -> complaints.add("Script: " + error.error()));
        return person;
    }

    /** Tasklist asks once more for the task whose form has just handed it in. */
    private static boolean asksForCompletedTask(ConsoleMessage message) {
        return message.text().contains("status of 404")
                && message.location().contains("/camunda/api/engine/engine/default/task/");
    }

    public void keep(Page page, String name) {
        number++;
        picture(page, name, "");
    }

    /** The same page twice: at a desk and on a phone. */
    public void keepOnPhoneToo(Page page, String name) {
        keep(page, name);
        ViewportSize desk = page.viewportSize();
        page.setViewportSize(360, 800);
        picture(page, name, "-phone");
        page.setViewportSize(desk.width, desk.height);
    }

    /** Said once at the end, so that one look at the pictures finds everything. */
    public void assertNoComplaints() {
        assertThat(complaints).isEmpty();
    }

    private void picture(Page page, String name, String suffix) {
        page.waitForLoadState();
        // Two frames later everything that follows the window's width has followed.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        String file = String.format(Locale.ROOT, "%02d-%s%s.png", number, name, suffix);
        page.screenshot(
                new Page.ScreenshotOptions().setPath(folder.resolve(file)).setFullPage(!suffix.isEmpty()));
        Object over = page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)");
        if (!over.equals(0)) {
            complaints.add(file + " is " + over + " pixels too wide");
        }
        String text = (String) page.evaluate("document.body.innerText");
        if (text.contains("??") || text.contains("{{")) {
            complaints.add(file + " shows a key or a placeholder");
        }
        Set<String> english = english(text, codes(page));
        if (!english.isEmpty()) {
            complaints.add(file + " shows English: " + english);
        }
    }

    /** What a page sets as code on purpose: accounts and codes that people gave themselves. */
    private static String codes(Page page) {
        return (String) page.evaluate("[...document.querySelectorAll('.code')].map(it => it.innerText).join(' ')");
    }

    private Set<String> english(String text, String shownAsCode) {
        Set<String> known = new HashSet<>(codes);
        LATIN.matcher(shownAsCode).results().forEach(it -> known.add(it.group()));
        Set<String> found = new TreeSet<>();
        LATIN.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(it -> !known.contains(it) && !NAMES.contains(it.toLowerCase(Locale.ROOT)))
                .forEach(found::add);
        return found;
    }

    private static boolean matches(Pattern pattern, ConsoleMessage message) {
        return pattern.matcher(message.text()).matches();
    }
}
