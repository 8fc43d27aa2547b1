/** What every module speaks with: problems, ids, pages of rows, lamps, working days, spreadsheets, jobs, the journal. */
@NullMarked
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
package org.chuangjian.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
