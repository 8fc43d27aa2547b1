package org.chuangjian.shared.web;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
import org.springframework.ui.Model;
import org.springframework.web.multipart.MultipartFile;

/** Import in two steps: first the report, then, with the same file, the writing. The file waits in the session. */
public final class ImportDesk {

    private final String kind;
    private final Importer importer;

    public ImportDesk(String kind, Importer importer) {
        this.kind = kind;
        this.importer = importer;
    }

    /** @return whether the table can be taken over; what was found is in the model either way */
    public boolean preview(MultipartFile file, HttpSession session, Model model) throws IOException {
        CheckedFile.forget(session, kind);
        UploadedTable.refuseTooLarge(file);
        try {
            CheckedFile table = CheckedFile.read(kind, file);
            ImportReport report = importer.read(table.content(), table.name(), true);
            model.addAttribute("report", report);
            model.addAttribute("fileName", table.name());
            if (report.clean()) {
                table.keep(session, kind);
            }
            return report.clean();
        } catch (Problem problem) {
            model.addAttribute("error", problem.detail());
            return false;
        }
    }

    /** @throws Problem 409 if no checked file waits any more */
    public ImportReport write(HttpSession session) {
        CheckedFile table = CheckedFile.take(session, kind, kind);
        ImportReport report;
        try {
            report = importer.read(table.content(), table.name(), false);
        } catch (RuntimeException e) {
            // Nothing is written; the person may say yes again without choosing the file anew.
            table.keep(session, kind);
            throw e;
        }
        if (!report.clean()) {
            throw Problem.conflict("changed-meanwhile", "检查之后数据有了变化，这张表不能再导入，什么也没有写入。请重新检查。");
        }
        return report;
    }

    /** Reads a table and writes it unless {@code dryRun}. */
    public interface Importer {
        ImportReport read(byte[] content, String fileName, boolean dryRun);
    }
}
