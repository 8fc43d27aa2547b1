package org.chuangjian.shared.web;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import org.chuangjian.shared.Problem;
import org.springframework.web.multipart.MultipartFile;

/**
 * A table between the two steps of an import: checked, and waiting in the session for the person to say yes.
 *
 * @param subject what it is to be imported into, so that a second window cannot redirect it
 */
public record CheckedFile(String subject, String name, byte[] content) implements Serializable {

    /** A session may live in the database; the tables people import are far smaller. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** @throws Problem 422 for no file, 413 for one too large */
    public static CheckedFile read(String subject, MultipartFile file) throws IOException {
        if (file.isEmpty()) {
            throw Problem.invalid("file-missing", "请先选择文件，再点“检查”。");
        }
        if (file.getSize() > MAX_BYTES) {
            throw Problem.tooLarge("表格超过 4 MB，请删去图片和多余的工作表后再上传。");
        }
        String name = file.getOriginalFilename();
        return new CheckedFile(subject, name == null ? "" : name, file.getBytes());
    }

    public void keep(HttpSession session, String step) {
        session.setAttribute(attribute(step), this);
    }

    public static void forget(HttpSession session, String step) {
        session.removeAttribute(attribute(step));
    }

    /** @throws Problem 409 if no checked file waits any more */
    public static CheckedFile take(HttpSession session, String step, String subject) {
        if (session.getAttribute(attribute(step)) instanceof CheckedFile file && file.subject.equals(subject)) {
            session.removeAttribute(attribute(step));
            return file;
        }
        throw Problem.conflict("nothing-waits", "没有待导入的文件，可能已经导入过。请重新选择文件。");
    }

    private static String attribute(String step) {
        return CheckedFile.class.getName() + "." + step;
    }
}
