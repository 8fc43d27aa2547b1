package org.chuangjian.identity.web;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.UploadedTable;
import org.springframework.ui.Model;
import org.springframework.web.multipart.MultipartFile;

/** Import in two steps: first the report, then, with the same file, the writing. The file waits in the session. */
final class ImportDesk {

    /** A session may live in the database; a table of units or people is far smaller. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final String attribute;
    private final Importer importer;

    ImportDesk(String kind, Importer importer) {
        this.attribute = ImportDesk.class.getName() + "." + kind;
        this.importer = importer;
    }

    void preview(MultipartFile file, HttpSession session, Model model) throws IOException {
        session.removeAttribute(attribute);
        UploadedTable table = UploadedTable.of(file);
        try {
            if (file.isEmpty()) {
                throw Problem.invalid("empty", "请先选择文件，再点“检查”。");
            }
            if (file.getSize() > MAX_BYTES) {
                throw Problem.tooLarge("表格超过 4 MB，请删去图片和多余的工作表后再上传。");
            }
            ImportReport report = importer.read(table.content(), table.name(), true);
            model.addAttribute("report", report);
            model.addAttribute("fileName", table.name());
            if (report.clean()) {
                session.setAttribute(attribute, new Waiting(table.name(), table.content()));
            }
        } catch (Problem problem) {
            model.addAttribute("error", problem.detail());
        }
    }

    /** @throws Problem 409 if no checked file waits any more */
    ImportReport write(HttpSession session) {
        if (!(session.getAttribute(attribute) instanceof Waiting waiting)) {
            throw Problem.conflict("nothing-waits", "没有待导入的文件，可能已经导入过。请重新选择文件。");
        }
        ImportReport report = importer.read(waiting.content, waiting.name, false);
        session.removeAttribute(attribute);
        if (!report.clean()) {
            throw Problem.conflict("changed-meanwhile", "检查之后数据有了变化，这张表不能再导入，什么也没有写入。请重新检查。");
        }
        return report;
    }

    /** Reads a table and writes it unless {@code dryRun}. */
    interface Importer {
        ImportReport read(byte[] content, String fileName, boolean dryRun);
    }

    private record Waiting(String name, byte[] content) implements Serializable {}
}
